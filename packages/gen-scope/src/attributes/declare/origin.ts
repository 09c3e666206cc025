/** Where a declaration stands in the source: `file:line:column`, or undefined when unknown. */
export type Origin = string | undefined;

const PLACE = /^.+:\d+:\d+$/;

/** The place named by the first frame of a V8 stack text. */
export function placeOf(stack: unknown): Origin {
  if (typeof stack !== "string") return undefined;
  const frame = stack.split("\n").find((line) => /^\s+at /.test(line));
  const place = frame === undefined ? undefined : placeIn(frame.replace(/^\s+at /, ""));
  if (place === undefined || !PLACE.test(place)) return undefined;
  const text = place.replace(/^file:\/\/(?:\/(?=[A-Za-z]:))?/, "");
  return text.includes("%") ? decode(text) : text;
}

/** A frame is `place` or `function (place)`; what was made by `eval` stands where that was called. */
function placeIn(frame: string): Origin {
  const evaluated = /(?:^|\()eval at [^(]*\((?!eval at )(.+?:\d+:\d+)\)/.exec(frame);
  if (evaluated !== null) return evaluated[1];
  if (!frame.endsWith(")")) return frame.replace(/^async /, "");
  // Methods can have parentheses in their names, directories too: so a place first, then anything.
  return (/ \(((?:[\w+.-]+:|[/\\]).+)\)$/.exec(frame) ?? / \((.+)\)$/.exec(frame))?.[1];
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
      parsed = true;
      place = placeOf(textOf(trace));
      delete trace.stack;
    }
    return place;
  };
}

/** The text of a stack; a program may have its own way to make one, which may fail. */
function textOf(trace: { readonly stack?: unknown }): unknown {
  try {
    return trace.stack;
  } catch {
    return undefined;
  }
}
