/** The keys from the root of a value to a place in it. */
export type Path = readonly string[];

/** A place as callers write it: exact keys, or a text whose keys are parted by dots. */
export type PathLike = string | Path;

/** The keys of `path`. A text is split at its dots (`""` is the root); a key with a dot needs the array form. */
export function toPath(path: PathLike): Path {
  if (typeof path !== "string") return path;
  if (path === "") return [];
  return path.includes(".") ? path.split(".") : [path];
}

/** A path for messages: `tls.cert`, `hosts["a.b"].port`, `(the whole value)` for the root. */
export function showPath(path: Path): string {
  if (path.length === 0) return "(the whole value)";
  let text = "";
  for (const key of path) {
    if (/^[A-Za-z_$][\w$-]*$/.test(key)) text += text === "" ? key : `.${key}`;
    else if (/^\d+$/.test(key)) text += `[${key}]`;
    else text += `[${JSON.stringify(key)}]`;
  }
  return text;
}

/** The keys of a JSON Pointer (RFC 6901). */
export function fromPointer(pointer: string): string[] {
  if (pointer === "") return [];
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}
