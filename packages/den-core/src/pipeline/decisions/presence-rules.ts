import {
  type Atom,
  compute,
  not,
  type PatternRule,
  type Relation,
  type Rule,
  relation,
  rule,
  test,
  type Value,
  v,
} from "gen-derive";
import type { AspectModel } from "../../model/model.ts";
import { refName } from "../walk-includes.ts";

/*
 * Which aspects are visible at a scope, as rules of one program per scope. Every aspect has relations
 * of its own, so that the program is stratified aspect by aspect: a policy may depend on the absence
 * of one aspect and include another.
 */

/** The one value of relations that only say that something holds at the scope. */
export const HERE = "here";

type Holds = Relation<[here: string]>;

const made = new Map<string, Holds>();

function holds(prefix: string, name: string): Holds {
  const key = `${prefix}:${name}`;
  let found = made.get(key);
  if (found === undefined) {
    found = relation<[here: string]>(key, { columns: ["here"] });
    made.set(key, found);
  }
  return found;
}

/** A scope asks for the aspect: by itself, from above, or through a policy. */
export const root = (aspect: string): Atom => holds("root", aspect)(HERE);
/** The scope, one above, or a policy excludes the aspect. */
export const excluded = (aspect: string): Atom => holds("excluded", aspect)(HERE);
/** The aspect is visible at the scope. */
export const present = (aspect: string): Atom => holds("present", aspect)(HERE);
/** The aspect is visible at the scope even without its policies. */
export const declared = (aspect: string): Atom => holds("declared", aspect)(HERE);
/** The selector of a policy matches the scope. */
export const selected = (policy: string): Atom => holds("selected", policy)(HERE);

type Reach = Relation<[without: readonly string[]]>;
const reaches = new Map<string, Reach>();

/** A chain of includes leads to the aspect; `without` are the excludes of the aspects on that chain. */
function reach(aspect: string): Reach {
  let found = reaches.get(aspect);
  if (found === undefined) {
    found = relation<[without: readonly string[]]>(`reach:${aspect}`, { columns: ["without"] });
    reaches.set(aspect, found);
  }
  return found;
}

const pattern = (made: PatternRule): Rule => made;

/** An aspect and those it is a part of: an exclude of `a` covers `a/b`. */
function covering(aspect: string): string[] {
  const names = [aspect];
  for (let slash = aspect.lastIndexOf("/"); slash > 0; slash = aspect.lastIndexOf("/", slash - 1)) {
    names.push(aspect.slice(0, slash));
  }
  return names;
}

function withExcludes(aspect: AspectModel, without: readonly string[]): readonly string[] {
  const all = new Set([...without, ...aspect.excludes.map(refName)]);
  return [...all].sort();
}

/** What a parametric aspect includes at the scope, found by running it. */
export type IncludesOf = (aspect: AspectModel) => readonly string[];

/** The rules of presence for a set of aspects that is closed under "may include". */
export function presenceRules(
  aspects: ReadonlyMap<string, AspectModel>,
  includesOf: IncludesOf,
): Rule[] {
  const rules: Rule[] = [];
  const without = v<readonly string[]>("without");
  for (const [name, aspect] of aspects) {
    const kept = covering(name).map((one) => not(excluded(one)));
    rules.push(
      pattern({
        name: `${name} is asked for`,
        when: [root(name), ...kept],
        emit: reach(name)(withExcludes(aspect, [])) as Atom,
      }),
      pattern({
        name: `${name} is visible`,
        when: [reach(name)(v("any")) as Atom],
        emit: present(name),
      }),
    );
    const step = (target: AspectModel, from: string): Rule => {
      const next = v<readonly string[]>("next");
      return pattern({
        name: `${from} includes ${target.name}`,
        when: [
          reach(from)(without) as Atom,
          test(
            [without],
            (names: readonly string[]) => !covering(target.name).some((one) => names.includes(one)),
            `${target.name} is not excluded on the way`,
          ),
          compute(
            next,
            [without],
            (names: readonly string[]) => withExcludes(target, names) as Value,
          ),
          ...covering(target.name).map((one) => not(excluded(one))),
        ],
        emit: reach(target.name)(next) as Atom,
      });
    };
    for (const target of new Set(aspect.includes.map(refName))) {
      const model = aspects.get(target);
      if (model !== undefined) rules.push(step(model, name));
    }
    if (aspect.parts.some((part) => part.parametric !== undefined)) {
      rules.push(
        rule({
          name: `${name} includes what it computes`,
          when: [reach(name)(without) as Atom],
          subject: [without],
          run: (_node, context) => {
            const names = context.bindings.without as readonly string[];
            return includesOf(aspect).flatMap((target) => {
              const model = aspects.get(target);
              if (model === undefined || covering(target).some((one) => names.includes(one)))
                return [];
              if (!covering(target).every((one) => context.absent(excluded(one)))) return [];
              return [reach(target)(withExcludes(model, names)) as Atom];
            });
          },
        }),
      );
    }
  }
  return rules;
}

/** The aspects that may include one of `wanted`, directly or not, and `wanted` themselves. */
export function mayInclude(
  wanted: ReadonlySet<string>,
  aspects: ReadonlyMap<string, AspectModel>,
): Map<string, AspectModel> {
  const all = new Map<string, AspectModel>();
  const queue = [...aspects.values()];
  for (let aspect = queue.pop(); aspect !== undefined; aspect = queue.pop()) {
    if (all.has(aspect.name)) continue;
    all.set(aspect.name, aspect);
    for (const ref of aspect.includes) if ("inline" in ref) queue.push(ref.inline);
  }
  const parents = new Map<string, string[]>();
  for (const aspect of all.values()) {
    for (const target of aspect.includes.map(refName)) {
      parents.set(target, [...(parents.get(target) ?? []), aspect.name]);
    }
  }
  // What a parametric aspect includes is not known before it runs: it may be anything.
  const open = [...all.values()].filter((aspect) =>
    aspect.parts.some((part) => part.parametric !== undefined),
  );
  const found = new Map<string, AspectModel>();
  const stack = [...wanted, ...open.map((aspect) => aspect.name)];
  for (let name = stack.pop(); name !== undefined; name = stack.pop()) {
    const aspect = all.get(name);
    if (aspect === undefined || found.has(name)) continue;
    found.set(name, aspect);
    stack.push(...(parents.get(name) ?? []));
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}
