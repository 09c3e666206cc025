import type { ChainStep, ScopeIssue } from "../../error/scope-error.ts";
import { ScopeError } from "../../error/scope-error.ts";
import type { Cell } from "../engine/cell.ts";
import { FAILED } from "../engine/flags.ts";
import { show } from "../show.ts";
import { refusal } from "./refusal.ts";

/** Why a cell has no value: an outcome like any other, kept and handed to each reader. */
export interface Failure {
  /** What readers see thrown; made once, where it began. */
  readonly error: ScopeError;
  /** The cell that was read and had failed; undefined where it began. */
  readonly via: Cell | undefined;
  /** The members of an accidental cycle, each read by the one before it, the first by the last. */
  readonly cycle: readonly Cell[] | undefined;
}

/**
 * The failure of `cell`, of which something threw `thrown`.
 *
 * @param run the run of its equation that threw it: what was read in it may have failed before
 */
export function failureOf(
  cell: Cell,
  thrown: unknown,
  show: (value: unknown) => string,
  run?: number,
): Failure {
  for (let at = cell.deps; at !== undefined; at = at.next) {
    const { dep } = at;
    if (at.run !== run || (dep.flags & FAILED) === 0) continue;
    if ((dep.value as Failure).error === thrown) {
      return { error: thrown as ScopeError, via: dep, cycle: undefined };
    }
  }
  return { error: beginning(cell, thrown, show), via: undefined, cycle: undefined };
}

type Issues = readonly [ScopeIssue, ...ScopeIssue[]];

function beginning(cell: Cell, thrown: unknown, show: (value: unknown) => string): ScopeError {
  const name = label(cell, show);
  const chain = [stepOf(cell)];
  // What an equation refuses on purpose keeps its codes and words.
  if (thrown instanceof ScopeError) {
    const [first, ...rest] = thrown.issues as Issues;
    const named = { ...first, message: sentence(`${name} failed: ${first.message}`) };
    const issues = [named, ...rest].map((issue) => ({ ...issue, chain }));
    return new ScopeError(issues as unknown as Issues, { cause: thrown });
  }
  return refusal(
    {
      code: "equation-failed",
      message: sentence(`${name} failed: ${textOf(thrown)}`),
      remedy: "Correct the equation, or what it reads.",
      culprits: [name],
      chain,
    },
    { cause: thrown },
  );
}

/** What was thrown, in words: anything can be, so nothing about it is relied on. */
function textOf(thrown: unknown): string {
  if (typeof thrown === "string") return thrown;
  try {
    if (thrown instanceof Error) return String(thrown.message || thrown.name);
  } catch {
    // Not even its message can be had.
  }
  return show(thrown);
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** The failure of every member of an accidental cycle. */
export function cycleFailure(cycle: readonly Cell[], show: (value: unknown) => string): Failure {
  const error = refusal(cycleIssue(cycle, [], show));
  return { error, via: undefined, cycle };
}

/** How an instance is called in messages: `attribute(node)` or `attribute(node, arg)`. */
export function label(cell: Cell, show: (value: unknown) => string): string {
  const arg = cell.arg === undefined ? "" : `, ${show(cell.arg)}`;
  return `${cell.slot.attribute.name}(${show(cell.node)}${arg})`;
}

/** An instance as data. */
export function stepOf({ slot, node, arg }: Cell): ChainStep {
  return { attribute: slot.attribute.name, node, arg, origin: slot.attribute.origin };
}

function cycleIssue(
  cycle: readonly Cell[],
  path: readonly Cell[],
  show: (value: unknown) => string,
): ScopeIssue {
  const chain = [...path, ...cycle, ...cycle.slice(0, 1)];
  return {
    code: "attribute-cycle",
    message: `An attribute depends on itself: ${arrows(chain, show)}.`,
    remedy:
      "Break the cycle, or declare one of its attributes circular over a lattice if it means a fixpoint.",
    culprits: cycle.map((cell) => label(cell, show)),
    chain: chain.map(stepOf),
  };
}

const SHOWN = 8;

function arrows(chain: readonly Cell[], show: (value: unknown) => string): string {
  const full = chain.map((cell) => {
    const { origin } = cell.slot.attribute;
    return origin === undefined ? label(cell, show) : `${label(cell, show)} (${origin})`;
  });
  if (full.length > 2 * SHOWN) {
    full.splice(SHOWN, full.length - 2 * SHOWN, `… ${full.length - 2 * SHOWN} more …`);
  }
  return full.join(" → ");
}

/** The error for whoever asked for `cell` from outside: with the whole chain of reads. */
export function errorOf(cell: Cell, show: (value: unknown) => string): ScopeError {
  const path: Cell[] = [];
  const seen = new Set<Cell>();
  let at = cell;
  let failure = at.value as Failure;
  while (failure.via !== undefined && !seen.has(at)) {
    seen.add(at);
    path.push(at);
    at = failure.via;
    failure = at.value as Failure;
  }
  if (failure.cycle !== undefined) {
    const from = Math.max(0, failure.cycle.indexOf(at));
    const turned = [...failure.cycle.slice(from), ...failure.cycle.slice(0, from)];
    return refusal(cycleIssue(turned, path, show));
  }
  path.push(at);
  const through = path.length > 1 ? ` Read through ${arrows(path, show)}.` : declared(at);
  const chain = path.map(stepOf);
  const { issues, cause } = failure.error;
  const told = issues.map((issue, i) => {
    const message = i > 0 ? issue.message : `${issue.message}${through}`;
    return { ...issue, message, chain };
  });
  return new ScopeError(told as unknown as Issues, { cause });
}

function declared(cell: Cell): string {
  const { origin } = cell.slot.attribute;
  return origin === undefined ? "" : ` Declared at ${origin}.`;
}
