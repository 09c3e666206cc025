/** A value an attribute is compared with: a JSON scalar. Numbers are finite. */
export type Scalar = string | number | boolean | null;

/** The operators of `[path op value]`. `!=` is the negation of `=`, so it holds for an absent attribute. */
export type AttrOp =
  | "="
  | "!="
  | "^="
  | "$="
  | "*="
  | "~="
  | "in"
  | "exists"
  | "<"
  | ">"
  | "<="
  | ">=";

/** Every node: `*`. */
export interface StarSelector {
  readonly sel: "star";
}

/** Nodes of one kind: `host`. */
export interface KindSelector {
  readonly sel: "kind";
  readonly kind: string;
}

/** Nodes that carry one tag: `.production`. */
export interface TagSelector {
  readonly sel: "tag";
  readonly tag: string;
}

/** Nodes whose whole name matches a glob (`*`, `?`, `[a-z]`, `[!a]`, `\` escapes): `#web*`. */
export interface NameSelector {
  readonly sel: "name";
  readonly glob: string;
}

/** An attribute is there: `[meta.region]`. */
export interface AttrExists {
  readonly sel: "attr";
  readonly path: readonly string[];
  readonly op: "exists";
}

/** An attribute equals, differs from, or contains (as a list element or a word) a value. */
export interface AttrEquals {
  readonly sel: "attr";
  readonly path: readonly string[];
  readonly op: "=" | "!=" | "~=";
  readonly value: Scalar;
}

/** A string attribute begins with, ends with, or contains a text. */
export interface AttrText {
  readonly sel: "attr";
  readonly path: readonly string[];
  readonly op: "^=" | "$=" | "*=";
  readonly value: string;
}

/** An attribute lies below or above a bound of its own type: numbers by size, strings by code units. */
export interface AttrOrder {
  readonly sel: "attr";
  readonly path: readonly string[];
  readonly op: "<" | ">" | "<=" | ">=";
  readonly value: string | number;
}

/** An attribute equals one of several values: `[region in (us, eu)]`. */
export interface AttrIn {
  readonly sel: "attr";
  readonly path: readonly string[];
  readonly op: "in";
  readonly value: readonly Scalar[];
}

/**
 * A test of one attribute. The one-segment paths `id`, `kind`, `name`, `tag` and `tags` read the node
 * itself; a test of `tag` or `tags` holds when it holds for some tag of the node.
 */
export type AttrSelector = AttrExists | AttrEquals | AttrText | AttrOrder | AttrIn;

/** Nodes that match every operand; with no operand, every node. */
export interface AllSelector {
  readonly sel: "all";
  readonly of: readonly Selector[];
}

/** Nodes that match some operand; with no operand, none. */
export interface AnySelector {
  readonly sel: "any";
  readonly of: readonly Selector[];
}

/** Nodes that do not match: `:not(s)`. */
export interface NotSelector {
  readonly sel: "not";
  readonly of: Selector;
}

/**
 * A step to other nodes, one of which matches: a descendant (`has`), a child (`has-child`), an
 * ancestor (`within`), the parent (`parent`), another child of the same parent (`sibling`).
 */
export interface AxisSelector {
  readonly sel: "has" | "has-child" | "within" | "parent" | "sibling";
  readonly of: Selector;
}

/** `left > of`: nodes that match `of` and whose parent matches `left`. */
export interface ChildSelector {
  readonly sel: "child";
  readonly left: Selector;
  readonly of: Selector;
}

/** `left of`: nodes that match `of` and have an ancestor that matches `left`. */
export interface DescendantSelector {
  readonly sel: "descendant";
  readonly left: Selector;
  readonly of: Selector;
}

/** Nodes from which some walk whose labels match the expression `path` ends in a match of `of`. */
export interface ViaSelector {
  readonly sel: "via";
  readonly path: string;
  readonly of: Selector;
}

/**
 * Nodes whose 1-based place among the children of their parent is `step * k + offset` for some
 * `k ≥ 0`. With `of`, only children that match it are counted, and the node must match it too.
 * A node without a parent is the first of one.
 */
export interface NthSelector {
  readonly sel: "nth";
  readonly step: number;
  readonly offset: number;
  readonly of?: Selector;
}

/** What a predicate may read: an undeclared read makes its answer unknown. */
export interface Reads {
  readonly kind?: boolean;
  readonly name?: boolean;
  /** `true`: all tags; a list: only these are shown to the predicate. */
  readonly tags?: boolean | readonly string[];
  /** Dotted paths; a path covers everything below it. */
  readonly attrs?: readonly string[];
  readonly axes?: readonly Axis[];
}

/** The accessors that lead to other nodes. */
export type Axis = "parent" | "children" | "edges";

/** A named predicate: the only form that is not JSON. Its text form is `:when(name)`. */
export interface WhenSelector {
  readonly sel: "when";
  readonly name: string;
  readonly reads: Reads;
  readonly test: WhenTest;
}

/** Decides one node from what its declared read set shows. Unknown inputs end it by themselves. */
export type WhenTest = (id: string, see: WhenView) => boolean;

/** The known part of a view that a predicate declared. */
export interface WhenView {
  kind(id: string): string | undefined;
  name(id: string): string | undefined;
  tags(id: string): ReadonlySet<string>;
  attr(id: string, path: string | readonly string[]): unknown;
  parent(id: string): string | undefined;
  children(id: string): readonly string[];
  edges(id: string): readonly { readonly label: string; readonly to: string }[];
}

/** A selector: plain data, JSON except for `when`. Told apart by `sel`. */
export type Selector =
  | StarSelector
  | KindSelector
  | TagSelector
  | NameSelector
  | AttrSelector
  | AllSelector
  | AnySelector
  | NotSelector
  | AxisSelector
  | ChildSelector
  | DescendantSelector
  | ViaSelector
  | NthSelector
  | WhenSelector;
