/** The longest aspect name that begins a text such as `nginx.port`, and the setting's path after it. */
export function splitThing(
  thing: string,
  aspects: ReadonlyMap<string, unknown>,
): { readonly aspect: string | undefined; readonly path: string } {
  for (let end = thing.length; end > 0; end = thing.lastIndexOf(".", end - 1)) {
    const aspect = thing.slice(0, end);
    if (aspects.has(aspect)) return { aspect, path: thing.slice(end + 1) };
  }
  return { aspect: undefined, path: "" };
}
