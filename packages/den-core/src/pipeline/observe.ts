import { isNixExpr, print } from "gen-nix";

/**
 * One step from a scope's arguments to a value that a function observed. A list of steps can be
 * walked again on another scope, to see whether the function would have observed the same there.
 */
export type Step =
  | { readonly op: "get"; readonly key: string }
  | { readonly op: "has"; readonly key: string }
  | { readonly op: "keys" }
  | { readonly op: "call"; readonly args: readonly unknown[] }
  | { readonly op: "contains"; readonly item: unknown }
  | { readonly op: "items" };

/** What was observed: where, and a text that is equal exactly for equal observations. */
export interface Observation {
  readonly steps: readonly Step[];
  readonly key: string;
}

type Recorder = (observation: Observation) => void;

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** A text that identifies a leaf value, type included. */
function leafKey(value: unknown): string {
  if (isNixExpr(value)) return `nix ${print(value)}`;
  switch (typeof value) {
    case "undefined":
      return "undefined";
    case "bigint":
      return `bigint ${value}`;
    case "symbol":
    case "function":
      return typeof value;
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    default:
      return JSON.stringify(value) ?? "undefined";
  }
}

/** Takes one step on a plain (unobserved) value. */
function take(value: unknown, step: Step, owner: unknown): unknown {
  switch (step.op) {
    case "get":
      return isObject(value) || typeof value === "function"
        ? (value as Record<string, unknown>)[step.key]
        : undefined;
    case "has":
      return isObject(value) && step.key in value;
    case "keys":
      return isObject(value) ? Object.keys(value) : [];
    case "call":
      return typeof value === "function" ? Reflect.apply(value, owner, step.args) : undefined;
    case "contains":
      return value instanceof Set && value.has(step.item);
    case "items":
      return value instanceof Set ? [...value] : [];
  }
}

/** What the steps observe on `root`: the key to compare with {@link Observation.key}. */
export function observeAgain(root: object, steps: readonly Step[]): string {
  let owner: unknown = root;
  let value: unknown = root;
  for (const step of steps) {
    const next = take(value, step, owner);
    owner = value;
    value = next;
  }
  return summary(value);
}

/** A leaf by its value; an object by its sort, because its parts are observed on their own. */
function summary(value: unknown): string {
  if (!isObject(value)) return leafKey(value);
  if (value instanceof Set) return "set";
  if (!Array.isArray(value)) return "object";
  return value.every((item) => !isObject(item))
    ? `[${value.map(leafKey).join()}]`
    : `list ${value.length}`;
}

/**
 * Wraps a scope so that everything a function observes in it is recorded. Records nothing for what is
 * only passed along; what is looked into is recorded part by part, down to the leaves.
 */
export function observed<T extends object>(root: T, record: Recorder): T {
  return wrap(root, root, [], record) as T;
}

const REAL: unique symbol = Symbol("den.observed");

function wrap(value: unknown, owner: unknown, steps: readonly Step[], record: Recorder): unknown {
  if (steps.length > 0) record({ steps, key: summary(value) });
  if (typeof value === "function" && !isNixExpr(value)) {
    return (...args: unknown[]): unknown => {
      const step: Step = { op: "call", args };
      return wrap(Reflect.apply(value, owner, args), value, [...steps, step], record);
    };
  }
  if (!isObject(value)) return value;
  if (value instanceof Set) return wrapSet(value, steps, record);
  return new Proxy(value, {
    get(target, key, receiver) {
      if (key === REAL) return target;
      if (typeof key === "symbol") return Reflect.get(target, key, receiver);
      const child = (target as Record<string, unknown>)[key];
      // Methods of arrays run on the proxy itself, so that what they read is recorded.
      if (Array.isArray(target) && typeof child === "function") return child;
      return wrap(child, target, [...steps, { op: "get", key }], record);
    },
    has(target, key) {
      if (typeof key === "string") {
        const steps_: Step[] = [...steps, { op: "has", key }];
        record({ steps: steps_, key: leafKey(key in target) });
      }
      return Reflect.has(target, key);
    },
    ownKeys(target) {
      const keys = Reflect.ownKeys(target);
      const names = keys.filter((key): key is string => typeof key === "string");
      record({
        steps: [...steps, { op: "keys" }],
        key: summary(Array.isArray(target) ? Object.keys(target) : names),
      });
      return keys;
    },
    getOwnPropertyDescriptor(target, key) {
      const found = Reflect.getOwnPropertyDescriptor(target, key);
      if (found === undefined || typeof key === "symbol") return found;
      if (found.configurable === false && found.writable === false) return found;
      return {
        configurable: found.configurable ?? true,
        enumerable: found.enumerable ?? true,
        writable: true,
        value: wrap(
          (target as Record<string, unknown>)[key],
          target,
          [...steps, { op: "get", key }],
          record,
        ),
      };
    },
    set() {
      throw new TypeError("what a scope hands to a function cannot be changed");
    },
  });
}

function wrapSet(
  set: ReadonlySet<unknown>,
  steps: readonly Step[],
  record: Recorder,
): ReadonlySet<unknown> {
  const all = (): unknown[] => {
    const items = [...set];
    record({ steps: [...steps, { op: "items" }], key: summary(items) });
    return items;
  };
  return Object.freeze({
    has(item: unknown): boolean {
      record({ steps: [...steps, { op: "contains", item }], key: leafKey(set.has(item)) });
      return set.has(item);
    },
    get size(): number {
      return all().length;
    },
    forEach(run: (item: unknown, again: unknown, set: ReadonlySet<unknown>) => void): void {
      for (const item of all()) run(item, item, set);
    },
    values: (): SetIterator<unknown> => new Set(all()).values(),
    keys: (): SetIterator<unknown> => new Set(all()).keys(),
    entries: (): SetIterator<[unknown, unknown]> => new Set(all()).entries(),
    [Symbol.iterator]: (): SetIterator<unknown> => new Set(all()).values(),
  }) as unknown as ReadonlySet<unknown>;
}
