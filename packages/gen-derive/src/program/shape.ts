import { isVariable } from "../language/term.ts";

/** Whether something is a record whose properties can be looked at. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** What is wrong with something that should be a pattern; undefined when nothing is. */
export function patternProblem(value: unknown): string | undefined {
  if (!isRecord(value)) return "is not an object";
  if (typeof value.relation !== "string") return "has no relation";
  return Array.isArray(value.args) ? undefined : "has no list of args";
}

function readsProblem(reads: unknown): string | undefined {
  const named = (term: unknown): boolean => isVariable(term) && term.$var !== "_";
  return Array.isArray(reads) && reads.every(named)
    ? undefined
    : "reads something that is no named variable";
}

function innerProblem(list: unknown): string | undefined {
  if (!Array.isArray(list) || list.length === 0) return "has no patterns";
  for (const inner of list) {
    const problem =
      isRecord(inner) && ("test" in inner || "select" in inner)
        ? conditionProblem(inner)
        : patternProblem(inner);
    if (problem !== undefined) return `holds something that ${problem}`;
  }
  return undefined;
}

const AGGREGATES = ["count", "min", "max", "sum", "collect"];

/** What is wrong with something that should be a condition; undefined when nothing is. */
export function conditionProblem(value: unknown): string | undefined {
  if (!isRecord(value)) return "is not an object";
  if ("not" in value) return innerProblem(value.not);
  if ("test" in value) {
    return typeof value.test === "function"
      ? readsProblem(value.reads)
      : "has a test that is no function";
  }
  if ("into" in value && !isVariable(value.into)) return "binds something that is no variable";
  if ("compute" in value) {
    return typeof value.compute === "function"
      ? readsProblem(value.reads)
      : "has a compute that is no function";
  }
  if ("aggregate" in value) {
    if (!AGGREGATES.includes(value.aggregate as string)) {
      return `has an aggregate that is none of ${AGGREGATES.join(", ")}`;
    }
    if (value.aggregate !== "count" && !("of" in value)) return "does not say what it sums up";
    return innerProblem(value.from);
  }
  if ("select" in value) return isRecord(value.selector) ? undefined : "has no selector";
  return patternProblem(value);
}

/** What is wrong with something that should be a head; undefined when nothing is. */
export function headProblem(value: unknown): string | undefined {
  if (!isRecord(value)) return "is not an object";
  if ("action" in value) {
    if (typeof value.action !== "string") return "has an action kind that is no text";
    if (!("build" in value)) return undefined;
    return typeof value.build === "function"
      ? readsProblem(value.reads)
      : "has a build that is no function";
  }
  if ("finding" in value) {
    const texts = typeof value.finding === "string" && typeof value.message === "string";
    return texts ? undefined : "has no code or no message";
  }
  if ("suppress" in value) {
    const target = value.suppress;
    if (!isRecord(target)) return "does not say what it suppresses";
    if (typeof target.rule !== "string" && typeof target.action !== "string") {
      return "suppresses neither a rule nor an action";
    }
    if (typeof value.reason !== "string") return "suppresses without a reason";
    return value.at === undefined || Array.isArray(value.at)
      ? undefined
      : "has an `at` that is no list";
  }
  return patternProblem(value);
}

const isText = (value: unknown): boolean => typeof value === "string";
const isNamed = (term: unknown): boolean => isVariable(term) && term.$var !== "_";
const isRelation = (item: unknown): boolean =>
  isText(item) || ((isRecord(item) || typeof item === "function") && "relation" in item);

const LISTS: readonly [part: string, fits: (item: unknown) => boolean, of: string][] = [
  ["overrides", isText, "names of rules"],
  ["subject", isNamed, "named variables"],
  ["reads", isRelation, "relations"],
  ["absent", isRelation, "relations"],
  ["derives", isRelation, "relations"],
];

/** What is wrong with the parts of a rule that all rules may have. */
export function partProblems(rule: Record<string, unknown>): [part: string, problem: string][] {
  const problems = LISTS.flatMap(([part, fits, of]): [string, string][] => {
    const list = rule[part];
    if (list === undefined || (Array.isArray(list) && list.every(fits))) return [];
    return [[part, `is no list of ${of}`]];
  });
  const { stratum, at, origin } = rule;
  if (stratum !== undefined && !isText(stratum)) problems.push(["stratum", "is no name"]);
  if (origin !== undefined && !isText(origin)) problems.push(["origin", "is no text"]);
  if (at !== undefined && !isText(at) && !isRecord(at)) {
    problems.push(["at", "is neither a selector nor a kind"]);
  }
  return problems;
}
