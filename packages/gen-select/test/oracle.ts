import { type AttrSelector, isUnknown, type Selector, type View } from "gen-select";

/**
 * The obvious reading: truth values are 0, ½ and 1; all is the minimum, any the maximum, not the
 * distance to 1 (Kleene 1952). No index, no memory, no early exit. Only for known reads of `when`.
 */
export function truth(selector: Selector, id: string, view: View): number {
  const at = (other: string, of: Selector): number => truth(of, other, view);
  const from = <T>(value: T, test: (known: Exclude<T, object>) => boolean): number =>
    isUnknown(value) ? 0.5 : Number(test(value as Exclude<T, object>));
  const some = (answer: ReturnType<View["tags"]>, test: (one: string) => number): number =>
    isUnknown(answer)
      ? Math.max(0.5, ...answer.atLeast.map(test))
      : Math.max(0, ...[...answer].map(test));
  switch (selector.sel) {
    case "star":
      return 1;
    case "kind":
      return from(view.kind(id), (kind) => kind === selector.kind);
    case "tag":
      return some(view.tags(id), (tag) => Number(tag === selector.tag));
    case "name": {
      const source = selector.glob
        .replaceAll("*", ".*")
        .replaceAll("?", ".")
        .replaceAll("[!", "[^");
      return from(
        view.name(id),
        (name) => name !== undefined && new RegExp(`^${source}$`, "su").test(name),
      );
    }
    case "attr": {
      const [path] = selector.path;
      if (selector.path.length === 1 && (path === "tag" || path === "tags")) {
        if (selector.op === "!=") {
          return 1 - some(view.tags(id), (tag) => Number(tag === selector.value));
        }
        const op = selector.op === "~=" ? "=" : selector.op;
        return some(view.tags(id), (tag) =>
          Number(passes({ ...selector, op } as AttrSelector, tag)),
        );
      }
      const own = selector.path.length > 1 ? undefined : path;
      const value =
        own === "id"
          ? id
          : own === "kind"
            ? view.kind(id)
            : own === "name"
              ? view.name(id)
              : view.attr(id, selector.path);
      return isUnknown(value) ? 0.5 : Number(passes(selector, value));
    }
    case "all":
      return Math.min(1, ...selector.of.map((of) => at(id, of)));
    case "any":
      return Math.max(0, ...selector.of.map((of) => at(id, of)));
    case "not":
      return 1 - at(id, selector.of);
    case "parent": {
      const parent = view.parent(id);
      return parent === undefined ? 0 : isUnknown(parent) ? 0.5 : at(parent, selector.of);
    }
    case "within": {
      const parent = view.parent(id);
      if (parent === undefined) return 0;
      return isUnknown(parent) ? 0.5 : Math.max(at(parent, selector.of), at(parent, selector));
    }
    case "has-child":
      return some(view.children(id), (child) => at(child, selector.of));
    case "has":
      return some(view.children(id), (child) =>
        Math.max(at(child, selector.of), at(child, selector)),
      );
    case "sibling": {
      const parent = view.parent(id);
      if (parent === undefined) return 0;
      if (isUnknown(parent)) return 0.5;
      return some(view.children(parent), (child) => (child === id ? 0 : at(child, selector.of)));
    }
    case "child":
      return Math.min(at(id, selector.of), at(id, { sel: "parent", of: selector.left }));
    case "descendant":
      return Math.min(at(id, selector.of), at(id, { sel: "within", of: selector.left }));
    case "nth":
      return nth(selector, id, view);
    case "via":
      return via(selector, id, view);
    case "when":
      throw new Error("the oracle knows no predicates");
  }
}

function passes(test: AttrSelector, value: unknown): boolean {
  const text = typeof value === "string" ? value : undefined;
  switch (test.op) {
    case "exists":
      return value !== undefined;
    case "=":
      return value === test.value;
    case "!=":
      return value !== test.value;
    case "~=":
      if (Array.isArray(value)) return value.some((one) => one === test.value);
      return (text ?? "").split(/\s+/).some((word) => word !== "" && word === test.value);
    case "in":
      return (test.value as readonly unknown[]).includes(value);
    case "^=":
      return text !== undefined && text.slice(0, test.value.length) === test.value;
    case "$=":
      return (
        text !== undefined && (test.value === "" || text.slice(-test.value.length) === test.value)
      );
    case "*=":
      return text !== undefined && text.indexOf(test.value) >= 0;
    default: {
      if (typeof value !== typeof test.value) return false;
      const [a, b] = [value as string, test.value as string];
      return test.op === "<" ? a < b : test.op === ">" ? a > b : test.op === "<=" ? a <= b : a >= b;
    }
  }
}

/** Every way to decide the open siblings is tried. */
function nth(selector: Extract<Selector, { sel: "nth" }>, id: string, view: View): number {
  const of = selector.of ?? { sel: "star" };
  const self = truth(of, id, view);
  if (self === 0) return 0;
  const parent = view.parent(id);
  if (isUnknown(parent)) return 0.5;
  const children = parent === undefined ? [id] : view.children(parent);
  if (isUnknown(children)) return 0.5;
  const before = [...children].filter((child) => child < id).map((child) => truth(of, child, view));
  const sure = before.filter((value) => value === 1).length;
  const open = before.filter((value) => value === 0.5).length;
  const hit = (place: number): boolean => {
    for (let k = 0; k < 50; k++) if (selector.step * k + selector.offset === place) return true;
    return false;
  };
  const hits = Array.from({ length: open + 1 }, (_, more) => hit(sure + more + 1));
  if (!hits.includes(true)) return 0;
  return hits.includes(false) ? 0.5 : self;
}

const WORDS: ReadonlyMap<string, RegExp> = new Map([
  ["P", /^P$/],
  ["P* I?", /^P*I?$/],
  ["_*", /^.*$/],
  ["P I | X", /^(PI|X)$/],
  ["P+", /^P+$/],
  ["I?", /^I?$/],
]);

/** All walks of up to nine labels: worlds have ten nodes, and the expressions no more than three states. */
function via(selector: Extract<Selector, { sel: "via" }>, id: string, view: View): number {
  const accepted = WORDS.get(selector.path) as RegExp;
  const hopeful = (word: string): boolean =>
    ["", "P", "I", "X", "PI"].some((rest) => accepted.test(word + rest));
  const leads = (word: string): boolean =>
    ["P", "I", "X", "PI"].some((rest) => accepted.test(word + rest));
  const seen = new Set<string>();
  const values: number[] = [0];
  const todo: [string, string][] = [[id, ""]];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const [at, word] = next;
    // Words are told apart by what may follow them only: P after P changes nothing.
    const key = `${at} ${word.replace(/P+/, "P")}`;
    const state = selector.path === "_*" ? at : key;
    if (seen.has(state) || !hopeful(word)) continue;
    seen.add(state);
    if (accepted.test(word)) values.push(truth(selector.of, at, view));
    if (!leads(word)) continue;
    const edges = view.edges?.(at) ?? [];
    if (isUnknown(edges)) values.push(0.5);
    else for (const { label, to } of edges) todo.push([to, word + label]);
  }
  return Math.max(...values);
}
