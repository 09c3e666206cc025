import type { Value } from "../data/value.ts";
import type { Atom } from "./relation.ts";
import type { Bound, Term, Variable } from "./term.ts";

/** Something to be done, as data: not a fact, nothing in the program can read it. */
export interface ActionHead {
  readonly action: string;
  /** Any data. Variables in it, at any depth, stand for their values. */
  readonly data?: unknown;
  /** Builds the data instead. */
  readonly build?: (...values: readonly Value[]) => unknown;
  readonly reads?: readonly Variable<unknown>[];
}

/** How bad a finding is. */
export type Severity = "error" | "warning" | "info";

/** A remark about the facts: a constraint that does not hold, or something worth knowing. */
export interface FindingHead {
  readonly finding: string;
  /** @default "error" */
  readonly severity?: Severity;
  /** `{name}` stands for the value of a variable. */
  readonly message: string;
  readonly remedy?: string;
  /** Any data. Variables in it stand for their values. */
  readonly data?: unknown;
}

/**
 * Keeps another rule from firing, or actions from being carried out. With `at`, only there: for a
 * rule the values of its subject, for actions the node of the rule that made them.
 */
export type SuppressHead = SuppressRule | SuppressAction;

/** Keeps a rule from firing. */
export interface SuppressRule {
  readonly suppress: { readonly rule: string };
  readonly at?: readonly Term[];
  readonly reason: string;
}

/** Keeps actions of one kind, whose data agrees with `data` where that says something, from being carried out. */
export interface SuppressAction {
  readonly suppress: { readonly action: string; readonly data?: unknown };
  readonly at?: readonly Term[];
  readonly reason: string;
}

/** What a rule concludes. */
export type Head = Atom | ActionHead | FindingHead | SuppressHead;

/**
 * An action, from a template or from a function over declared variables.
 * @example action("include", { aspect: v("aspect") })
 * @example action("configure", [v<number>("port")], (port) => ({ port: port + 1 }))
 */
export function action(kind: string, data?: unknown): ActionHead;
export function action<const V extends readonly Variable<unknown>[]>(
  kind: string,
  reads: V,
  build: (...values: Bound<V>) => unknown,
): ActionHead;
export function action(
  kind: string,
  data?: unknown,
  build?: (...values: never) => unknown,
): ActionHead {
  if (build === undefined) return data === undefined ? { action: kind } : { action: kind, data };
  const reads = data as readonly Variable<unknown>[];
  return { action: kind, reads, build: build as unknown as NonNullable<ActionHead["build"]> };
}

/** A finding; `{name}` in the message stands for a variable. */
export function finding(
  code: string,
  message: string,
  options: Omit<FindingHead, "finding" | "message"> = {},
): FindingHead {
  return { finding: code, message, ...options };
}

/** Suppresses a rule. @example suppress({ rule: "default-port" }, { at: [node], reason: "…" }) */
export function suppress(
  target: { readonly rule: string },
  options: { readonly at?: readonly Term[]; readonly reason: string },
): SuppressRule;
export function suppress(
  target: { readonly action: string; readonly data?: unknown },
  options: { readonly at?: readonly Term[]; readonly reason: string },
): SuppressAction;
export function suppress(
  target: { readonly rule: string } | { readonly action: string; readonly data?: unknown },
  options: { readonly at?: readonly Term[]; readonly reason: string },
): SuppressHead {
  return { suppress: target, ...options } as SuppressHead;
}
