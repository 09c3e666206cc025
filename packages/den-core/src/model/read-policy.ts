import type { Selector } from "gen-select";
import type { Effect } from "../author/effects.ts";
import { below, type Origin } from "../diagnostics/origin.ts";
import { isFinding, readSelector } from "../pipeline/selectors.ts";
import type { Declared } from "./model.ts";
import { readEffects } from "./read-effects.ts";
import { isRecord, type Reader, suggestion } from "./reader.ts";

/** A policy, checked. */
export interface PolicyModel {
  readonly name: string;
  readonly at: string;
  readonly when: Selector | undefined;
  /** Aspects by name that must be visible, must not be, must be (or not be) included without policies. */
  readonly present: readonly string[];
  readonly absent: readonly string[];
  readonly declared: readonly string[];
  readonly undeclared: readonly string[];
  readonly overrides: readonly string[];
  /** Channels that it may broadcast on, or expose, as declared. */
  readonly broadcasts: readonly string[];
  readonly exposes: readonly string[];
  readonly peers: ReadonlyMap<string, Declared<unknown>>;
  readonly run: ((args: object) => unknown) | readonly Effect[];
  /** The aspect that brings it, which must be visible; undefined for the fleet's own. */
  readonly aspect: string | undefined;
  readonly origin: Origin;
}

const KEYS = [
  "at",
  "description",
  "when",
  "present",
  "absent",
  "declared",
  "undeclared",
  "overrides",
  "broadcasts",
  "exposes",
  "peers",
  "run",
  "effects",
];

/** Reads a policy; what is wrong goes to the reader. References are names, or values that name an aspect. */
export function readPolicy(
  name: string,
  { value, origin }: Declared<unknown>,
  aspect: string | undefined,
  kinds: ReadonlyMap<string, unknown>,
  namesByValue: ReadonlyMap<unknown, string>,
  reader: Reader,
): PolicyModel | undefined {
  if (!isRecord(value)) {
    reader.report(
      "DEN_POLICY_SHAPE",
      `the policy ${name} is not made by definePolicy`,
      origin,
      'definePolicy("host", ({ host }) => [ … ])',
    );
    return undefined;
  }
  reader.closed(value, KEYS, origin, `the policy ${name}`);
  const at = reader.text(value.at, below(origin, "at"));
  if (at === undefined || !kinds.has(at)) {
    reader.report(
      "DEN_UNKNOWN_KIND",
      `the policy ${name} fires at ${JSON.stringify(at)}, which is no kind`,
      origin,
      suggestion(at ?? "", kinds.keys()),
    );
    return undefined;
  }
  const run = value.run ?? value.effects;
  if (typeof run !== "function" && !Array.isArray(run)) {
    reader.report(
      "DEN_POLICY_SHAPE",
      `the policy ${name} has neither a function nor a list of effects`,
      origin,
      "give it `run`: a list of effects, or a function that returns one",
    );
    return undefined;
  }
  const selector =
    value.when === undefined ? undefined : readSelector(value.when, below(origin, "when"));
  if (selector !== undefined && isFinding(selector)) {
    reader.findings.push(selector);
    return undefined;
  }
  const aspects = (key: string): string[] =>
    reader.list(value[key], below(origin, key)).flatMap((ref) => {
      const found = typeof ref === "string" ? ref : namesByValue.get(ref);
      if (found !== undefined) return [found];
      reader.report(
        "DEN_WRONG_TYPE",
        `${key} of the policy ${name} holds something that is no aspect`,
        below(origin, key),
      );
      return [];
    });
  return {
    name,
    at,
    when: selector,
    present: aspects("present"),
    absent: aspects("absent"),
    declared: aspects("declared"),
    undeclared: aspects("undeclared"),
    overrides: reader.texts(value.overrides, below(origin, "overrides")),
    broadcasts: reader.texts(value.broadcasts, below(origin, "broadcasts")),
    exposes: reader.texts(value.exposes, below(origin, "exposes")),
    peers: new Map(
      reader
        .entries(value.peers, below(origin, "peers"))
        .map(([role, declared, at]) => [role, { value: declared, origin: at }]),
    ),
    run:
      typeof run === "function"
        ? (run as (args: object) => unknown)
        : readEffects(
            name,
            run,
            below(origin, value.run === undefined ? "effects" : "run"),
            reader,
          ),
    aspect,
    origin,
  };
}
