import { problem } from "../diagnostics/finding.ts";
import { below, type Origin, originText } from "../diagnostics/origin.ts";
import { mergeData, sameData } from "./merge-data.ts";
import type { AspectModel, AspectPart, AspectRef, Declared } from "./model.ts";
import { mergedGenerators, readGenerators } from "./read-vars.ts";
import { isRecord, type Raw, type Reader } from "./reader.ts";

/** The keys of an aspect that are not classes or channels. */
export const ASPECT_KEYS: readonly string[] = [
  "meta",
  "settings",
  "includes",
  "excludes",
  "provides",
  "policies",
  "peers",
  "vars",
];

/** What reading an aspect needs to know of the rest of the fleet. */
export interface AspectContext {
  readonly reader: Reader;
  readonly classNames: ReadonlySet<string>;
  readonly channelNames: ReadonlySet<string>;
  /** Names of aspects by the value that declares them, for references by value. */
  readonly namesByValue: ReadonlyMap<unknown, string>;
}

/** An aspect and the sub-aspects it provides, in the order of declaration. */
export interface ReadAspect {
  readonly aspect: AspectModel;
  readonly provided: readonly ReadAspect[];
}

interface Collected {
  meta: Declared<unknown>[];
  settings: Declared<unknown>[];
  includes: AspectRef[];
  excludes: AspectRef[];
  provides: Map<string, Declared<unknown>[]>;
  narrowed: Map<string, AspectRef[]>;
  policies: Map<string, Declared<unknown>>;
  peers: Map<string, Declared<unknown>>;
  parts: AspectPart[];
}

/**
 * Reads one aspect from everything that was declared for it. The gate is closed: a key that is
 * neither structural nor a registered class or channel is `DEN_UNKNOWN_KEY`.
 */
export function readAspect(
  name: string,
  namespace: string,
  declarations: readonly Declared<unknown>[],
  context: AspectContext,
): ReadAspect {
  const collected: Collected = {
    meta: [],
    settings: [],
    includes: [],
    excludes: [],
    provides: new Map(),
    narrowed: new Map(),
    policies: new Map(),
    peers: new Map(),
    parts: [],
  };
  for (const { value, origin } of declarations) {
    if (typeof value === "function") {
      collected.parts.push(emptyPart(origin, value as (args: never) => unknown));
    } else if (isRecord(value)) {
      readBody(name, namespace, value, origin, collected, context);
    } else {
      context.reader.report(
        "DEN_WRONG_TYPE",
        `the aspect ${name} is not a record or a function`,
        origin,
      );
    }
  }
  // What several files say of one generator must agree.
  if (collected.parts.filter((part) => part.generators.size > 0).length > 1) {
    mergedGenerators(
      collected.parts.flatMap((part) => [...part.generators]),
      context.reader,
    );
  }
  const provided = [...collected.provides].map(([sub, parts]) =>
    readAspect(`${name}/${sub}`, namespace, parts, context),
  );
  const meta = mergeData(collected.meta, context.reader.findings);
  const aspect: AspectModel = {
    name,
    namespace,
    meta: isRecord(meta) ? meta : {},
    settings: collected.settings,
    includes: collected.includes,
    excludes: collected.excludes,
    provides: provided.map((sub) => sub.aspect.name),
    narrowed: collected.narrowed,
    policies: collected.policies,
    peers: collected.peers,
    parts: collected.parts,
    origins: distinct(declarations),
  };
  return { aspect, provided };
}

/** Each place once: a role of a service is several declarations at the place of its instance. */
function distinct(declarations: readonly Declared<unknown>[]): Origin[] {
  const byText = new Map(declarations.map(({ origin }) => [originText(origin), origin]));
  return [...byText.values()];
}

function emptyPart(origin: Origin, parametric: ((args: never) => unknown) | undefined): AspectPart {
  return { origin, contents: new Map(), channels: new Map(), generators: new Map(), parametric };
}

function readBody(
  name: string,
  namespace: string,
  body: Raw,
  origin: Origin,
  into: Collected,
  context: AspectContext,
): void {
  const { reader } = context;
  const contents = new Map<string, Declared<unknown>>();
  const channels = new Map<string, Declared<unknown>>();
  const generators = new Map<string, Declared<Raw>>();
  for (const [key, value, at] of reader.entries(body, origin)) {
    if (value === undefined) continue;
    switch (key) {
      case "meta":
        into.meta.push({ value: readMeta(value, at, reader), origin: at });
        break;
      case "settings":
        into.settings.push({ value, origin: at });
        break;
      case "includes":
        into.includes.push(...readReferences(name, "includes", value, at, context, namespace));
        break;
      case "excludes":
        into.excludes.push(...readReferences(name, "excludes", value, at, context, namespace));
        break;
      case "provides":
        readProvides(name, namespace, value, at, into, context);
        break;
      case "policies":
        for (const [policy, declared, where] of reader.entries(value, at)) {
          once(
            into.policies,
            policy,
            { value: declared, origin: where },
            `the aspect ${name}`,
            reader,
          );
        }
        break;
      case "peers":
        for (const [role, declared, where] of reader.entries(value, at)) {
          once(into.peers, role, { value: declared, origin: where }, `the aspect ${name}`, reader);
        }
        break;
      case "vars":
        for (const [generator, declared] of readGenerators(
          value,
          at,
          `the aspect ${name}`,
          ["generators"],
          reader,
        )) {
          generators.set(generator, declared);
        }
        break;
      default:
        if (context.classNames.has(key)) contents.set(key, { value, origin: at });
        else if (context.channelNames.has(key)) channels.set(key, { value, origin: at });
        else {
          const known = [...ASPECT_KEYS, ...context.classNames, ...context.channelNames];
          reader.closed({ [key]: value }, known, origin, `the aspect ${name}`);
        }
    }
  }
  into.parts.push({ origin, contents, channels, generators, parametric: undefined });
}

/** What an aspect says about itself: the keys that den reads have the types that it reads. */
function readMeta(value: unknown, origin: Origin, reader: Reader): Raw {
  const meta = reader.record(value, origin);
  reader.text(meta.description, below(origin, "description"));
  for (const key of ["categories", "requires", "provides"])
    reader.texts(meta[key], below(origin, key));
  return meta;
}

/** Keeps a declaration that only one file may make; another one of the same name is told. */
function once(
  into: Map<string, Declared<unknown>>,
  key: string,
  declared: Declared<unknown>,
  what: string,
  reader: Reader,
): void {
  const known = into.get(key);
  if (known === undefined) into.set(key, declared);
  else if (!sameData(known.value, declared.value)) {
    reader.findings.push(
      problem(
        "DEN_MERGE_CONFLICT",
        `${what} declares ${JSON.stringify(key)} in ${known.origin.file} and in ${declared.origin.file}`,
        { places: [known.origin, declared.origin], remedy: "declare it once" },
      ),
    );
  }
}

function readProvides(
  name: string,
  namespace: string,
  value: unknown,
  origin: Origin,
  into: Collected,
  context: AspectContext,
): void {
  for (const [sub, declared, at] of context.reader.entries(value, origin)) {
    if (sub !== "to") {
      const known = into.provides.get(sub);
      if (known === undefined) into.provides.set(sub, [{ value: declared, origin: at }]);
      else known.push({ value: declared, origin: at });
      continue;
    }
    for (const [entity, content, where] of context.reader.entries(declared, at)) {
      const { aspect } = readAspect(
        `${name}/to/${entity}`,
        namespace,
        [{ value: content, origin: where }],
        context,
      );
      const refs = into.narrowed.get(entity) ?? [];
      refs.push({ inline: aspect, origin: where });
      into.narrowed.set(entity, refs);
    }
  }
}

/** Reads a list of references: names, registered values, or aspects declared in place. */
export function readReferences(
  owner: string,
  key: string,
  value: unknown,
  origin: Origin,
  context: AspectContext,
  namespace = "",
): AspectRef[] {
  return context.reader.list(value, origin).flatMap((item, index) => {
    const at = below(origin, String(index));
    const ref = readReference(`${owner}/${key}.${index}`, item, at, context, namespace);
    return ref === undefined ? [] : [ref];
  });
}

/** Reads one reference; `inlineName` names an aspect that is declared in place. */
export function readReference(
  inlineName: string,
  item: unknown,
  origin: Origin,
  context: AspectContext,
  namespace = "",
): AspectRef | undefined {
  if (typeof item === "string") {
    // Names inside a namespace mean what is in it.
    return { name: namespace === "" ? item : `${namespace}.${item}`, origin };
  }
  const known = context.namesByValue.get(item);
  if (known !== undefined) return { name: known, origin };
  if (typeof item === "function" || isRecord(item)) {
    return {
      inline: readAspect(inlineName, "", [{ value: item, origin }], context).aspect,
      origin,
    };
  }
  context.reader.report(
    "DEN_WRONG_TYPE",
    "a reference is the name or the value of an aspect",
    origin,
  );
  return undefined;
}
