import { containsCode, destructured, moduleOf, NixError, type NixExpr } from "gen-nix";
import { nearest } from "gen-schema";
import { DenError } from "../diagnostics/den-error.ts";
import { type Finding, problem } from "../diagnostics/finding.ts";
import type { Origin } from "../diagnostics/origin.ts";
import { userStack } from "../diagnostics/user-stack.ts";
import type { Declared } from "../model/model.ts";
import { ArgumentMissing } from "./argument-missing.ts";
import { askedBy } from "./asked-tags.ts";
import type { Observation } from "./observe.ts";
import type { Scope } from "./scope.ts";
import { type Shared, sharedByReads } from "./shared-result.ts";

/** What a piece of content is at a scope: shared by every scope on which it observes the same. */
export interface BoundContent {
  /** What the function returned, or the value itself. */
  readonly value: unknown;
  /** The whole module: a function of its formals, or the body alone. */
  readonly expr: NixExpr;
  readonly body: NixExpr;
  readonly formals: readonly string[];
  /** Formals that have a default. */
  readonly defaults: ReadonlyMap<string, NixExpr>;
  /** Whether it is plain data: no symbol, no function, no interpolation anywhere. */
  readonly isData: boolean;
  readonly origin: Origin;
}

/** Content at a scope; or the kind below whose scopes it waits for; or what is wrong with it. */
export type Binding =
  | { readonly content: BoundContent }
  | { readonly waitsFor: string }
  | { readonly finding: Finding };

/** What a function of the scope returned, and whether it looked at generated values for it. */
export interface Called {
  readonly value: unknown;
  readonly readsVars: boolean;
}

/** Binds content to scopes, computing each function once for all scopes that look the same to it. */
export interface Binder {
  /** `scope` is asked for only when the content is a function. */
  bind(declared: Declared<unknown>, scope: () => Scope, what: string, className: string): Binding;
  /** Runs a function of the scope that returns something other than content. */
  call(
    run: (args: never) => unknown,
    scope: Scope,
    origin: Origin,
    what: string,
  ): Called | { readonly waitsFor: string } | { readonly finding: Finding };
  /** How often content functions ran. */
  readonly runs: () => number;
  /** What functions of content took as arguments of Nix so far, function by function. */
  readonly symbols: () => Iterable<SymbolUse>;
}

/** The names that a function of content took from Nix, at any scope. */
export interface SymbolUse {
  readonly class: string;
  readonly origin: Origin;
  readonly names: ReadonlySet<string>;
  /** Names with a default: those from Nix, and those that den gives a value, which is never replaced. */
  readonly defaults: ReadonlySet<string>;
  readonly idleDefaults: ReadonlySet<string>;
}

/** A binder with an empty memory. */
export function createBinder(): Binder {
  const functions = new Map<unknown, Shared<Record<string, unknown>, BoundContent>>();
  const values = new Map<unknown, BoundContent>();
  const calls = new Map<unknown, Shared<Record<string, unknown>, Called>>();
  const symbols = new Map<unknown, Noted>();
  const shared = (
    declared: Declared<unknown>,
    className: string,
  ): Shared<Record<string, unknown>, BoundContent> => {
    let known = functions.get(declared.value);
    if (known === undefined) {
      const noted = note(declared, className);
      symbols.set(declared.value, noted);
      known = sharedByReads((args) => {
        const bound = run(declared, args);
        for (const name of bound.formals) noted.names.add(name);
        for (const name of bound.defaults.keys()) noted.defaults.add(name);
        return bound;
      });
      functions.set(declared.value, known);
    }
    return known;
  };
  return {
    bind(declared, scope, what, className) {
      return guarded(declared.origin, what, () => {
        if (typeof declared.value !== "function") {
          let known = values.get(declared.value);
          if (known === undefined || typeof declared.value !== "object") {
            known = run(declared, {});
            values.set(declared.value, known);
          }
          return { content: known };
        }
        return { content: shared(declared, className)(scope().args as Record<string, unknown>) };
      });
    },
    call(fn, scope, origin, what) {
      return guarded(origin, what, () => {
        let known = calls.get(fn);
        if (known === undefined) {
          known = sharedByReads((args, trace) => {
            const value = (fn as (args: object) => unknown)(closed(args, scope));
            return { value, readsVars: trace.some(isOfVars) };
          });
          calls.set(fn, known);
        }
        return known(scope.args as Record<string, unknown>);
      });
    },
    runs: () => [...functions.values()].reduce((sum, one) => sum + one.runs(), 0),
    symbols: () => symbols.values(),
  };
}

interface Noted extends SymbolUse {
  readonly names: Set<string>;
  readonly defaults: Set<string>;
}

function note({ value, origin }: Declared<unknown>, className: string): Noted {
  const keys = destructured(value as (args: never) => unknown);
  const withDefault = keys.filter((key) => key.default !== undefined).map((key) => key.name);
  return {
    class: className,
    origin,
    names: new Set(),
    defaults: new Set(),
    idleDefaults: new Set(withDefault),
  };
}

/** Whether an observation is one of `vars`, the scope's own or a peer's. */
function isOfVars({ steps }: Observation): boolean {
  return steps.some((step) => step.op === "get" && step.key === "vars");
}

/** Arguments of a function that is not content: what den does not provide is not there. */
function closed(args: Readonly<Record<string, unknown>>, scope: Scope): object {
  return new Proxy(args, {
    get(target, key) {
      if (typeof key === "string" && !(key in target)) {
        const names: string[] = [];
        // Of the scope itself: nothing is computed for being named.
        for (const name in scope.args) names.push(name);
        const meant = nearest(key, names);
        throw new ArgumentMissing(
          key,
          undefined,
          meant === undefined
            ? "only content functions take arguments of Nix; take it there"
            : `did you mean \`${meant}\`?`,
        );
      }
      return Reflect.get(target, key);
    },
  });
}

function run(
  { value, origin }: Declared<unknown>,
  args: Readonly<Record<string, unknown>>,
): BoundContent {
  const bound = moduleOf(value, { has: (name) => name in args, get: (name) => args[name] });
  return {
    value: bound.value,
    expr: bound.expr,
    body: bound.body,
    formals: bound.formals,
    defaults: bound.defaults,
    isData: bound.formals.length === 0 && !containsCode(bound.value),
    origin,
  };
}

function guarded<T extends object>(
  origin: Origin,
  what: string,
  compute: () => T,
): T | { readonly waitsFor: string } | { readonly finding: Finding } {
  try {
    return askedBy(origin, compute);
  } catch (error) {
    if (error instanceof ArgumentMissing) {
      if (error.waitsFor !== undefined) return { waitsFor: error.waitsFor };
      return {
        finding: problem(
          "DEN_ARGUMENT_MISSING",
          `${what} reads \`${error.argument}\`: ${error.reason}`,
          {
            subject: what,
            places: [origin],
            remedy: "include it where that argument exists, or do not read it",
          },
        ),
      };
    }
    if (error instanceof DenError) {
      const [first] = error.findings;
      if (first !== undefined)
        return {
          finding: { subject: spoken(what), ...first, places: [...(first.places ?? []), origin] },
        };
    }
    if (error instanceof NixError) {
      return {
        finding: problem("DEN_CONTENT_INVALID", `${spoken(what)}: ${error.message}`, {
          subject: what,
          places: [origin],
        }),
      };
    }
    if (isEvaluatorError(error)) throw error;
    const [frame] = userStack(error, []);
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return {
      finding: problem("DEN_CONTENT_THROWS", `${what} throws ${message.split("\n")[0]}`, {
        subject: what,
        places: [origin],
        ...(frame === undefined ? {} : { detail: frame.text }),
      }),
    };
  }
}

/** `the aspect web, class nixos,` without the comma that ends it inside a sentence. */
function spoken(what: string): string {
  return what.replace(/,$/, "");
}

/** Errors of the evaluator (a cycle of attributes, say) are not the user's function's own. */
function isEvaluatorError(error: unknown): boolean {
  return error instanceof Error && error.name === "ScopeError";
}
