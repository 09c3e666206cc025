/** `make`, called when first needed and never again; unless it throws. */
export function once<R>(make: () => R): () => R {
  let made: { readonly value: R } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
