import { compileFold, type Fold, type Folded, type Layer, SchemaError, schemaOf } from "gen-schema";
import { type Attribute, attribute, type Context } from "gen-scope";
import { type Finding, problem } from "../diagnostics/finding.ts";
import type { Origin } from "../diagnostics/origin.ts";
import type { AspectModel, Declared, Model } from "../model/model.ts";
import { compareNames } from "../model/names.ts";
import { ordered } from "../model/ordered.ts";
import { isRecord } from "../model/reader.ts";
import { type Base, entityOf, type NodeId, wholeModel } from "./base.ts";
import type { Decisions } from "./policy-effects.ts";
import { referenceOf } from "./resolution.ts";
import type { Topology } from "./topology.ts";
import { refName } from "./walk-includes.ts";

/** The settings schema of an aspect, compiled; no fold when it declares none. */
export interface CompiledSettings {
  readonly fold: Fold<unknown> | undefined;
  /** The schema as declared, merged from all files. */
  readonly source: unknown;
  /** The schema as JSON Schema. */
  readonly json: unknown;
  readonly findings: readonly Finding[];
}

/** An aspect's settings at a scope, with provenance for every leaf. */
export interface SettingsAttributes {
  readonly schema: Attribute<string, CompiledSettings>;
  /** The schema of an aspect that a scope has: a registered one's, or that of one declared in place. */
  readonly schemaAt: (id: NodeId, name: string, ctx: Context) => CompiledSettings;
  readonly settings: Attribute<NodeId, Folded | undefined, string>;
  /** The scope at or above one from which an aspect's settings are the same: what to ask for them. */
  readonly from: (id: NodeId, name: string, ctx: Context) => NodeId;
  /** The settings of an aspect at a scope, shared with every scope that has the same layers. */
  readonly of: (id: NodeId, name: string, ctx: Context) => Folded | undefined;
}

/** Ranks of the layers of DESIGN: policies by nearness, then entities by nearness, then enforcement. */
const CONFIGURE = 100;
const OWN = 200;
const ENFORCE = 300;

/** Declares settings: schema, layers, and the folded record of each (scope, aspect). */
export function declareSettings(
  base: Base,
  topology: Topology,
  decisions: (id: NodeId, ctx: Context) => Decisions,
  aspectAt: (id: NodeId, name: string, ctx: Context) => AspectModel | undefined,
): SettingsAttributes {
  const schema: SettingsAttributes["schema"] = attribute("schema", (name, ctx) => {
    const aspect = wholeModel(base, ctx).aspects.get(name);
    return aspect === undefined ? NONE : compileSettings(aspect);
  });

  /** What is declared in place is known only where it is included. */
  const inPlace = new WeakMap<AspectModel, CompiledSettings>();
  const schemaAt: SettingsAttributes["schemaAt"] = (id, name, ctx) => {
    if (wholeModel(base, ctx).aspects.has(name)) return ctx.get(schema, name);
    const aspect = aspectAt(id, name, ctx);
    if (aspect === undefined) return NONE;
    let compiled = inPlace.get(aspect);
    if (compiled === undefined) {
      compiled = compileSettings(aspect);
      inPlace.set(aspect, compiled);
    }
    return compiled;
  };

  const settings: SettingsAttributes["settings"] = attribute(
    "settings",
    (id: NodeId, ctx: Context, name: string) => {
      const { fold } = schemaAt(id, name, ctx);
      if (fold === undefined) return undefined;
      const model = wholeModel(base, ctx);
      const layers: Layer[] = [];
      ctx.get(topology.chain, id).forEach((node, depth) => {
        const where = node.replace(":", " ");
        for (const { effect, policy, origin } of decisions(node, ctx).effects) {
          if (effect.effect !== "configure" && effect.effect !== "enforce") continue;
          if (targetOf(effect.aspect, model, policy, origin) !== name) continue;
          layers.push({
            name: `policy ${policy}`,
            rank:
              (effect.effect === "configure" ? CONFIGURE : ENFORCE) +
              depth +
              precedenceOf(effect.precedence),
            origin,
            values: effect.settings,
          });
        }
        for (const { value, origin } of entityOf(base, node, ctx).settings.get(name) ?? []) {
          layers.push({ name: where, rank: OWN + depth, origin, values: value });
        }
      });
      return layers.length === 0 ? defaultsOf(fold) : fold(layers);
    },
  );

  /** The aspects that a scope itself has layers for. */
  const layered: Attribute<NodeId, ReadonlySet<string>> = attribute(
    "layered",
    (id, ctx) => {
      const model = wholeModel(base, ctx);
      const names = new Set(entityOf(base, id, ctx).settings.keys());
      for (const { effect, policy, origin } of decisions(id, ctx).effects) {
        if (effect.effect !== "configure" && effect.effect !== "enforce") continue;
        const name = targetOf(effect.aspect, model, policy, origin);
        if (name !== undefined) names.add(name);
      }
      return names.size === 0 ? NO_NAMES : names;
    },
    { equal: (a, b) => a.size === b.size && [...a].every((name) => b.has(name)) },
  );

  const from: SettingsAttributes["from"] = (id, name, ctx) => {
    if (!wholeModel(base, ctx).aspects.has(name)) return id;
    const chain = ctx.get(topology.chain, id);
    for (let depth = chain.length - 1; depth > 0; depth -= 1) {
      const node = chain[depth] as NodeId;
      if (ctx.get(layered, node).has(name)) return node;
    }
    return chain[0] ?? id;
  };

  const of: SettingsAttributes["of"] = (id, name, ctx) =>
    ctx.get(settings, from(id, name, ctx), name);

  return { schema, schemaAt, settings, from, of };
}

const NO_NAMES: ReadonlySet<string> = new Set();

const NONE: CompiledSettings = {
  fold: undefined,
  source: undefined,
  json: undefined,
  findings: [],
};

const defaults = new WeakMap<Fold<unknown>, Folded>();

/** Where no layer says anything, every scope has the same settings: one record for all. */
function defaultsOf(fold: Fold<unknown>): Folded {
  let folded = defaults.get(fold);
  if (folded === undefined) {
    folded = fold([]);
    defaults.set(fold, folded);
  }
  return folded;
}

/** Precedence orders policies of one scope: it never lifts one over a nearer scope. */
function precedenceOf(precedence: number | undefined): number {
  return precedence === undefined || !(precedence > 0) ? 0 : precedence / (precedence + 1);
}

function targetOf(
  aspect: unknown,
  model: Model,
  policy: string,
  origin: Origin,
): string | undefined {
  const ref = referenceOf(aspect, model, policy, origin);
  return ref === undefined ? undefined : refName(ref);
}

/** The settings schema of an aspect as one fold; several files may each declare some of the settings. */
function compileSettings(aspect: AspectModel): CompiledSettings {
  const findings: Finding[] = [];
  const [first, ...rest] = aspect.settings;
  if (first === undefined) return NONE;
  try {
    const source =
      rest.length === 0 ? first.value : mergeSchemas(aspect.name, aspect.settings, findings);
    const schema = schemaOf(source);
    const fold = compileFold(schema, {
      defaultsName: `aspect ${aspect.name}`,
      defaultsOrigin: first.origin,
      missing: "access",
    });
    return { fold, source, json: schema.json, findings };
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    findings.push(
      problem(
        "DEN_WRONG_TYPE",
        `the settings of ${aspect.name} are not a schema: ${error.message}`,
        { places: [first.origin] },
      ),
    );
    return { fold: undefined, source: undefined, json: undefined, findings };
  }
}

function mergeSchemas(
  name: string,
  parts: readonly Declared<unknown>[],
  findings: Finding[],
): Record<string, unknown> {
  const merged = new Map<string, Declared<unknown>>();
  for (const { value, origin } of parts) {
    if (!isRecord(value)) continue;
    for (const [key, field] of Object.entries(value)) {
      const known = merged.get(key);
      if (known !== undefined && known.value !== field) {
        findings.push(
          problem(
            "DEN_MERGE_CONFLICT",
            `the setting ${name}.${key} is declared in ${known.origin.file} and in ${origin.file}`,
            {
              places: [known.origin, origin],
              remedy: "declare it once",
            },
          ),
        );
        continue;
      }
      merged.set(key, { value: field, origin });
    }
  }
  return Object.fromEntries([...merged].map(([key, declared]) => [key, declared.value]));
}

/** A folded record as the object that content functions read: a top-level setting costs only itself. */
export function settingsObject(folded: Folded | undefined): Readonly<Record<string, unknown>> {
  const object: Record<string, unknown> = {};
  if (folded === undefined) return object;
  for (const key of folded.keys().sort(compareNames)) {
    Object.defineProperty(object, key, {
      enumerable: true,
      configurable: true,
      get: () => ordered(folded.get([key])),
    });
  }
  return object;
}
