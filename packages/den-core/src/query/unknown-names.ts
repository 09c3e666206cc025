import { type Selector, selectorNames } from "gen-select";
import { allEntities } from "../check/check-landing.ts";
import type { Code } from "../diagnostics/codes.ts";
import { isRecord, suggestion } from "../model/reader.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";

/** Attributes that every entity may have, whatever its meta. */
const ATTRIBUTES: readonly string[] = [
  "name",
  "kind",
  "parent",
  "tags",
  "system",
  "class",
  "hostName",
  "userName",
  "environment",
  "aspects",
  "aspect",
  "meta",
];

/** Something that a selector or a column names, and that nothing in the fleet has. */
export interface UnknownName {
  readonly code: Code;
  /** `the name "web9", which nothing has`. */
  readonly what: string;
  readonly remedy: string;
}

/** What the entities of a fleet are called and what their meta holds. */
export interface KnownNames {
  readonly names: ReadonlySet<string>;
  /** Names of attributes, and those below `meta`, as selectors write them: `ip`, `meta.ip`. */
  readonly attributes: ReadonlySet<string>;
}

/** The names that selectors can use, with what the meta of any entity holds. */
export function knownNames(pipeline: Pipeline): KnownNames {
  const { evaluator, base, topology } = pipeline;
  const names = new Set<string>();
  const attributes = new Set(ATTRIBUTES);
  for (const id of allEntities(pipeline)) {
    const name = evaluator.get(base.declared, id)?.name;
    if (name !== undefined) names.add(name);
    const meta = evaluator.get(topology.meta, id);
    for (const key of isRecord(meta) ? Object.keys(meta) : []) {
      attributes.add(key);
      attributes.add(`meta.${key}`);
    }
  }
  return { names, attributes };
}

/** What is wrong with the path of an attribute: its first name, or the one below `meta`. */
export function unknownAttribute(
  path: readonly string[],
  { attributes }: KnownNames,
): UnknownName | undefined {
  const asked = path.slice(0, path[0] === "meta" ? 2 : 1).join(".");
  if (attributes.has(asked)) return undefined;
  return {
    code: "DEN_UNKNOWN_KEY",
    what: `the attribute ${JSON.stringify(asked)}, which nothing has`,
    remedy: suggestion(asked, attributes),
  };
}

/** Whole names and attributes in a selector that nothing has: it can match nothing by them. */
export function unknownInSelector(selector: Selector, known: KnownNames): UnknownName[] {
  const mentioned = selectorNames(selector);
  return [
    ...mentioned.names
      .filter((name) => !known.names.has(name))
      .map((name) => unknownName(name, known)),
    ...mentioned.attributes.flatMap((path) => unknownAttribute(path, known) ?? []),
  ];
}

function unknownName(name: string, { names }: KnownNames): UnknownName {
  const accounts = [...names].filter((other) => other.startsWith(`${name}@`));
  return {
    code: "DEN_UNKNOWN_ENTITY",
    what: `the name ${JSON.stringify(name)}, which nothing has`,
    remedy:
      accounts.length > 0
        ? `users are called by account and host: ${accounts[0]}; [userName=${name}] selects the account everywhere`
        : suggestion(name, names),
  };
}
