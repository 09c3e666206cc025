import { NixError, type NixErrorCode, type NixIssue, type ValuePath } from "../errors.ts";
import { type AnyFunction, lambdaOf } from "../fn/lambda.ts";
import { print } from "../print/print.ts";
import { byCodeUnit } from "./names.ts";
import { type Entry, isData, type Node } from "./node.ts";
import { intNode, numberNode } from "./numbers.ts";
import { hasPlaceholder } from "./placeholder.ts";
import { attrOf, badCharacter, strNode } from "./strings.ts";
import { nodeOf, symbolic } from "./symbolic.ts";

/** What one conversion shares with the conversions of function bodies inside it. */
export interface Conversion {
  readonly issues: NixIssue[];
  /** Functions whose bodies are being converted, outermost first. */
  readonly functions: readonly unknown[];
}

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

/** Several values at once, called `argument 1` and so on in issues. */
export function toNodes(values: readonly unknown[], what: string, first = 1): Node[] {
  const issues: NixIssue[] = [];
  const nodes = Array.from(values, (value, index) =>
    convert(value, [`${what} ${index + first}`], { issues, functions: [] }),
  );
  if (issues.length > 0) throw new NixError(issues);
  return nodes;
}

const NOTHING: Node = { k: "null" };

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
  const refuse = (code: NixErrorCode, message: string, remedy: string): Node => {
    run.issues.push({ code, message, remedy, path: place() });
    return NOTHING;
  };
  const number = (node: Node | NixIssue): Node => {
    if ("k" in node) return node;
    run.issues.push({ ...node, path: place() });
    return NOTHING;
  };

  /** A finished node, or undefined when a frame was opened for it. */
  const enter = (item: unknown): Node | undefined => {
    switch (typeof item) {
      case "string":
        return text(item);
      case "number":
        return number(numberNode(item));
      case "boolean":
        return { k: "bool", value: item };
      case "bigint":
        return number(intNode(item));
      case "undefined":
        return refuse(
          "UNDEFINED_VALUE",
          "undefined is not a Nix value",
          "leave the attribute out, or use null",
        );
      case "symbol":
        return refuse("SYMBOL_VALUE", "a JavaScript symbol is not a Nix value", "use a string");
      case "function":
        code();
        return nodeOf(item) ?? lambdaOf(item as AnyFunction, place(), run);
      default:
        return item === null ? NOTHING : object(item as object);
    }
  };

  /** The value being filled holds more than data. */
  const code = (): void => {
    const frame = frames.at(-1);
    if (frame !== undefined) frame.data = false;
  };

  const text = (item: string): Node => {
    if (hasPlaceholder(item)) {
      try {
        return strNode(item, place());
      } catch (error) {
        if (!(error instanceof NixError)) throw error;
        for (const issue of error.issues) run.issues.push({ ...issue, path: place() });
        return NOTHING;
      }
    }
    const bad = badCharacter(item);
    if (bad !== undefined)
      return refuse("BAD_CHARACTER", `the string holds ${bad}`, "remove or encode it");
    return { k: "str", parts: item === "" ? [] : [item] };
  };

  const object = (item: object): Node | undefined => {
    if (open.has(item)) {
      return refuse(
        "CYCLE",
        "the value contains itself",
        "Nix values are trees: break the cycle, or refer by name with nix.rec",
      );
    }
    if (Array.isArray(item)) {
      for (let i = 0; i < item.length; i++) {
        if (!(i in item)) {
          frames.push({
            source: item,
            keys: undefined,
            size: 0,
            next: i + 1,
            data: true,
            depth: 1,
            nodes: [],
          });
          refuse("SPARSE_ARRAY", "the array has a hole", "fill it, or filter the array");
          frames.pop();
          return NOTHING;
        }
      }
      if (item.length === 0) return { k: "list", items: [], data: true, depth: 1 };
      frames.push({
        source: item,
        keys: undefined,
        size: item.length,
        next: 0,
        data: true,
        depth: 1,
        nodes: [],
      });
      open.add(item);
      return undefined;
    }
    const proto: unknown = Object.getPrototypeOf(item);
    if (proto !== null && Object.getPrototypeOf(proto) !== null) {
      const name = (item.constructor as { name?: unknown } | undefined)?.name;
      const kind = typeof name === "string" && name !== "" ? name : "class instance";
      return refuse(
        "CLASS_INSTANCE",
        `a ${kind} is not a Nix value`,
        "give plain data: an object, an array, a string, …",
      );
    }
    if (Object.getOwnPropertySymbols(item).length > 0) {
      return refuse(
        "SYMBOL_VALUE",
        "a JavaScript symbol cannot be an attribute name",
        "use a string",
      );
    }
    const keys = Object.keys(item);
    if (keys.length === 0) return { k: "attrs", entries: [], rec: false, data: true, depth: 1 };
    frames.push({
      source: item,
      keys: keys.sort(),
      size: keys.length,
      next: 0,
      data: true,
      depth: 1,
      nodes: [],
    });
    open.add(item);
    return undefined;
  };

  const leave = (frame: Frame): Node => {
    open.delete(frame.source);
    if (frame.keys === undefined) {
      return {
        k: "list",
        items: frame.nodes,
        data: frame.data && frame.nodes.every(isData),
        depth: frame.depth,
      };
    }
    const entries: Entry[] = [];
    let { data } = frame;
    frame.keys.forEach((key, index) => {
      const value = frame.nodes[index] ?? NOTHING;
      let name: Entry["name"] = key;
      if (hasPlaceholder(key) || badCharacter(key) !== undefined) {
        try {
          name = attrOf(key, [...place(), key]);
        } catch (error) {
          if (!(error instanceof NixError)) throw error;
          run.issues.push(...error.issues.map((issue) => ({ ...issue, path: place() })));
        }
      }
      data &&= typeof name === "string" && isData(value);
      entries.push({ name, value });
    });
    return { k: "attrs", entries: inOrder(entries), rec: false, data, depth: frame.depth };
  };

  let done = enter(value);
  for (;;) {
    const frame = frames.at(-1);
    if (done !== undefined) {
      if (frame === undefined) return done;
      frame.nodes.push(done);
      if (done.k === "list" || done.k === "attrs")
        frame.depth = Math.max(frame.depth, done.depth + 1);
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

/** Static names are sorted already; computed ones follow in the order of their text. */
function inOrder(entries: readonly Entry[]): readonly Entry[] {
  const computed = entries.filter((entry) => typeof entry.name !== "string");
  if (computed.length === 0) return entries;
  const texts = computed.map((entry) => ({ entry, text: print(symbolic(entry.name as Node)) }));
  texts.sort((a, b) => byCodeUnit(a.text, b.text));
  return [
    ...entries.filter((entry) => typeof entry.name === "string"),
    ...texts.map(({ entry }) => entry),
  ];
}
