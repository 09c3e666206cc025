/** Where a declaration stands in the source: `file:line:column`, or undefined when unknown. */
export type Origin = string | undefined;

const PLACE = /\(?((?:[a-z]+:\/\/)?[^()]+:\d+:\d+)\)?$/;

/** The place named by the first frame of a V8 stack text. */
export function placeOf(stack: unknown): Origin {
  if (typeof stack !== "string") return undefined;
  const frame = stack.split("\n").find((line) => /^\s+at /.test(line));
  const place = frame === undefined ? undefined : PLACE.exec(frame.replace(/^\s+at /, ""))?.[1];
  if (place === undefined) return undefined;
  const text = place.replace(/^(?:async |new |\S+ \()/, "").replace(/^file:\/\//, "");
  return text.includes("%") ? decode(text) : text;
}

function decode(text: string): string {
  try {
    return decodeURI(text);
  } catch {
    return text;
  }
}

/**
 * A function that tells the caller of `declarer`. Capturing costs one stack trace; its text is made
 * only when somebody asks. Undefined on engines without `Error.captureStackTrace`.
 */
export function originOf(declarer: (...args: never[]) => unknown, given?: string): () => Origin {
  if (given !== undefined) return () => given;
  if (typeof Error.captureStackTrace !== "function") return () => undefined;
  const trace: { stack?: unknown } = {};
  Error.captureStackTrace(trace, declarer);
  let parsed = false;
  let place: Origin;
  return () => {
    if (!parsed) {
      place = placeOf(trace.stack);
      parsed = true;
      delete trace.stack;
    }
    return place;
  };
}
