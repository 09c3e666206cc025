import { NixError, type NixIssue, type ValuePath } from "../errors.ts";
import { type AnyFunction, lambdaOf } from "../fn/lambda.ts";
import { classify, type Refusal } from "./classify.ts";
import { entriesOf } from "./entries.ts";
import { isData, type Node } from "./node.ts";
import { intNode, numberNode } from "./numbers.ts";
import { isPlainText, strNode } from "./strings.ts";
import { nodeOf } from "./symbolic.ts";

/** What one conversion shares with the conversions of function bodies inside it. */
export interface Conversion {
  readonly issues: NixIssue[];
  /** Functions whose bodies are being converted, outermost first. */
  readonly functions: readonly unknown[];
}

/** A list or set that is being converted. */
interface Frame {
  readonly source: object;
  /** Property keys, or undefined for an array. */
  readonly keys: readonly string[] | undefined;
  readonly size: number;
  next: number;
  data: boolean;
  /** Of what is finished in it, and itself. */
  depth: number;
  readonly nodes: Node[];
}

/** Converts, or throws one {@link NixError} with all issues found. */
export function toNode(value: unknown, at: ValuePath = []): Node {
  const issues: NixIssue[] = [];
  const node = convert(value, at, { issues, functions: [] });
  if (issues.length > 0) throw new NixError(issues);
  return node;
}

/** Several values at once, called `arguments[0]` and so on in issues. */
export function toNodes(values: readonly unknown[], what: string, first = 0): Node[] {
  const issues: NixIssue[] = [];
  const nodes = Array.from(values, (value, index) =>
    convert(value, [what, index + first], { issues, functions: [] }),
  );
  if (issues.length > 0) throw new NixError(issues);
  return nodes;
}

const NOTHING: Node = { k: "null" };
const UNDEFINED: Refusal = {
  code: "UNDEFINED_VALUE",
  message: "undefined is not a Nix value",
  remedy: "leave the attribute out, or use null",
};
const SYMBOL: Refusal = {
  code: "SYMBOL_VALUE",
  message: "a JavaScript symbol is not a Nix value",
  remedy: "use a string",
};
const CYCLE: Refusal = {
  code: "CYCLE",
  message: "the value contains itself",
  remedy: "Nix values are trees: break the cycle, or refer by name with nix.rec",
};

/**
 * Converts one value, adding to `run.issues`. Keeps its own stack, so that the depth of the value
 * is limited by memory alone.
 */
export function convert(value: unknown, at: ValuePath, run: Conversion): Node {
  const frames: Frame[] = [];
  const open = new Set<object>();
  const place = (): ValuePath => [
    ...at,
    ...frames.map((frame) => frame.keys?.[frame.next - 1] ?? frame.next - 1),
  ];
  const refuse = ({ code, message, remedy }: Refusal, below: ValuePath = []): Node => {
    run.issues.push({ code, message, remedy, path: [...place(), ...below] });
    return NOTHING;
  };

  /** A finished node, or undefined when a frame was opened for it. */
  const enter = (item: unknown): Node | undefined => {
    switch (typeof item) {
      case "string":
        return text(item);
      case "number":
      case "bigint": {
        const node = typeof item === "number" ? numberNode(item) : intNode(item);
        return "k" in node ? node : refuse(node);
      }
      case "boolean":
        return { k: "bool", value: item };
      case "undefined":
        return refuse(UNDEFINED);
      case "symbol":
        return refuse(SYMBOL);
      case "function": {
        const frame = frames.at(-1);
        if (frame !== undefined) frame.data = false;
        return nodeOf(item) ?? lambdaOf(item as AnyFunction, place(), run);
      }
      default:
        return item === null ? NOTHING : object(item as object);
    }
  };

  const text = (item: string): Node => {
    if (isPlainText(item)) return { k: "str", parts: item === "" ? [] : [item] };
    return caught(() => strNode(item, [])) ?? NOTHING;
  };

  /** The result, or undefined after its issues were noted. */
  const caught = <T>(make: () => T, below: ValuePath = []): T | undefined => {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof NixError)) throw error;
      for (const issue of error.issues) refuse(issue, below);
      return undefined;
    }
  };

  const object = (item: object): Node | undefined => {
    if (open.has(item)) return refuse(CYCLE);
    const what = classify(item);
    if (what.kind === "refused") return refuse(what, what.index === undefined ? [] : [what.index]);
    const keys = what.kind === "attrs" ? what.keys : undefined;
    const size = what.kind === "attrs" ? what.keys.length : what.size;
    frames.push({ source: item, keys, size, next: 0, data: true, depth: 1, nodes: [] });
    open.add(item);
    return undefined;
  };

  const leave = (frame: Frame): Node => {
    const { keys, nodes, depth } = frame;
    open.delete(frame.source);
    if (keys === undefined) {
      return { k: "list", items: nodes, data: frame.data && nodes.every(isData), depth };
    }
    const entries = entriesOf(keys, nodes, (key, make) => caught(make, [key]) ?? key);
    const data =
      frame.data && entries.every(({ name, value }) => typeof name === "string" && isData(value));
    return { k: "attrs", entries, rec: false, data, depth };
  };

  let done = enter(value);
  for (;;) {
    const frame = frames.at(-1);
    if (done !== undefined) {
      if (frame === undefined) return done;
      frame.nodes.push(done);
      if (done.k === "list" || done.k === "attrs") {
        frame.depth = Math.max(frame.depth, done.depth + 1);
      }
    }
    if (frame === undefined) throw new Error("unreachable: nothing converted");
    if (frame.next < frame.size) {
      const key = frame.keys?.[frame.next] ?? frame.next;
      frame.next++;
      done = enter((frame.source as Record<string | number, unknown>)[key]);
    } else {
      frames.pop();
      done = leave(frame);
    }
  }
}
