import { codeUnits } from "../view/view.ts";
import type {
  AllSelector,
  AnySelector,
  AttrOp,
  AttrSelector,
  AxisSelector,
  ChildSelector,
  DescendantSelector,
  KindSelector,
  NameSelector,
  NotSelector,
  NthSelector,
  Reads,
  Scalar,
  Selector,
  StarSelector,
  TagSelector,
  ViaSelector,
  WhenSelector,
  WhenTest,
} from "./selector.ts";

/** What `sel.attrs` takes per path: a value, a list of values, or tests by operator. */
export type AttrTests = {
  readonly [path: string]: Scalar | readonly Scalar[] | AttrTest;
};

/** Tests of one attribute by operator; all of them must hold. */
export interface AttrTest {
  readonly "="?: Scalar;
  readonly "!="?: Scalar;
  readonly "~="?: Scalar;
  readonly "^="?: string;
  readonly "$="?: string;
  readonly "*="?: string;
  readonly "<"?: string | number;
  readonly ">"?: string | number;
  readonly "<="?: string | number;
  readonly ">="?: string | number;
  readonly in?: readonly Scalar[];
  readonly exists?: boolean;
}

type ValueOf<Op extends AttrOp> = Op extends "in"
  ? readonly Scalar[]
  : Op extends "^=" | "$=" | "*="
    ? string
    : Op extends "<" | ">" | "<=" | ">="
      ? string | number
      : Scalar;

function toPath(path: string | readonly string[]): readonly string[] {
  return typeof path === "string" ? path.split(".") : path;
}

const star: StarSelector = { sel: "star" };

function kind(kind: string): KindSelector {
  return { sel: "kind", kind };
}

function tag(tag: string): TagSelector {
  return { sel: "tag", tag };
}

function name(glob: string): NameSelector {
  return { sel: "name", glob };
}

/** A dotted string is split at its dots; an array is taken as it is. */
function attr(path: string | readonly string[], op: "exists"): AttrSelector;
function attr<Op extends Exclude<AttrOp, "exists">>(
  path: string | readonly string[],
  op: Op,
  value: ValueOf<Op>,
): AttrSelector;
function attr(path: string | readonly string[], op: AttrOp, value?: unknown): AttrSelector {
  const parts = toPath(path);
  return (
    op === "exists" ? { sel: "attr", path: parts, op } : { sel: "attr", path: parts, op, value }
  ) as AttrSelector;
}

function attrs(tests: AttrTests): Selector {
  const found: Selector[] = [];
  for (const [path, test] of Object.entries(tests).sort(([a], [b]) => codeUnits(a, b))) {
    const parts = toPath(path);
    if (Array.isArray(test)) {
      found.push({ sel: "attr", path: parts, op: "in", value: test as readonly Scalar[] });
    } else if (typeof test !== "object" || test === null) {
      found.push({ sel: "attr", path: parts, op: "=", value: test as Scalar });
    } else {
      for (const [op, value] of Object.entries(test).sort(([a], [b]) => codeUnits(a, b))) {
        if (value === undefined) continue;
        if (op !== "exists") found.push({ sel: "attr", path: parts, op, value } as AttrSelector);
        else if (value === true) found.push({ sel: "attr", path: parts, op });
        else found.push(not({ sel: "attr", path: parts, op }));
      }
    }
  }
  const [first, ...rest] = found;
  return first !== undefined && rest.length === 0 ? first : { sel: "all", of: found };
}

function all(...of: readonly Selector[]): AllSelector {
  return { sel: "all", of };
}

function any(...of: readonly Selector[]): AnySelector {
  return { sel: "any", of };
}

function not(of: Selector): NotSelector {
  return { sel: "not", of };
}

function axis(name: AxisSelector["sel"]): (of: Selector) => AxisSelector {
  return (of) => ({ sel: name, of });
}

function child(left: Selector, of: Selector): ChildSelector {
  return { sel: "child", left, of };
}

function descendant(left: Selector, of: Selector): DescendantSelector {
  return { sel: "descendant", left, of };
}

function via(path: string, of: Selector): ViaSelector {
  return { sel: "via", path, of };
}

function nth(
  place: number | { readonly step: number; readonly offset?: number },
  of?: Selector,
): NthSelector {
  const [step, offset] = typeof place === "number" ? [0, place] : [place.step, place.offset ?? 0];
  return of === undefined ? { sel: "nth", step, offset } : { sel: "nth", step, offset, of };
}

function when(name: string, reads: Reads, test: WhenTest): WhenSelector {
  return { sel: "when", name, reads, test };
}

/** The type of {@link sel}. */
export interface SelectorBuilders {
  /** Every node. */
  readonly star: StarSelector;
  /** Nodes of a kind. */
  kind(kind: string): KindSelector;
  /** Nodes that carry a tag. */
  tag(tag: string): TagSelector;
  /** Nodes whose whole name matches a glob; see {@link escapeGlob} for names taken literally. */
  name(glob: string): NameSelector;
  /** One test of one attribute: `attr("meta.region", "^=", "us-")`. */
  attr: typeof attr;
  /** Several tests at once: `attrs({ tag: "backup-server", cores: { ">": 8 } })`. */
  attrs(tests: AttrTests): Selector;
  /** Nodes that match every operand. */
  all(...of: readonly Selector[]): AllSelector;
  /** Nodes that match some operand. */
  any(...of: readonly Selector[]): AnySelector;
  /** Nodes that do not match. */
  not(of: Selector): NotSelector;
  /** Nodes with a matching descendant. */
  has(of: Selector): AxisSelector;
  /** Nodes with a matching child. */
  hasChild(of: Selector): AxisSelector;
  /** Nodes with a matching ancestor. */
  within(of: Selector): AxisSelector;
  /** Nodes whose parent matches. */
  parent(of: Selector): AxisSelector;
  /** Nodes with another child of the same parent that matches. */
  sibling(of: Selector): AxisSelector;
  /** `left > of`. */
  child(left: Selector, of: Selector): ChildSelector;
  /** `left of`. */
  descendant(left: Selector, of: Selector): DescendantSelector;
  /** Nodes from which a walk with these labels (`"P* I?"`) reaches a match. */
  via(path: string, of: Selector): ViaSelector;
  /** The n-th child, or every `step * k + offset`-th, counting only matches of `of` if given. */
  nth(
    place: number | { readonly step: number; readonly offset?: number },
    of?: Selector,
  ): NthSelector;
  /** A named predicate with a declared read set. */
  when(name: string, reads: Reads, test: WhenTest): WhenSelector;
}

/** Builders of selectors. They only build: what they build is checked where it is used. */
export const sel: SelectorBuilders = {
  star,
  kind,
  tag,
  name,
  attr,
  attrs,
  all,
  any,
  not,
  has: axis("has"),
  hasChild: axis("has-child"),
  within: axis("within"),
  parent: axis("parent"),
  sibling: axis("sibling"),
  child,
  descendant,
  via,
  nth,
  when,
};
