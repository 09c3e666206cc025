/** A property that is computed when it is first read. */
export function lazyProperty(target: object, name: string, compute: () => unknown): void {
  let value: unknown;
  let done = false;
  Object.defineProperty(target, name, {
    enumerable: true,
    configurable: true,
    get: () => {
      if (!done) {
        value = compute();
        done = true;
      }
      return value;
    },
  });
}
