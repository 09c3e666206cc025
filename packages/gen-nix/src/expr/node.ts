/**
 * The abstract syntax of Nix expressions, as this package builds and prints it. Nodes are plain
 * data (no functions, no cycles), so that an expression can travel inside a placeholder string.
 */
export type Node =
  | NullNode
  | BoolNode
  | IntNode
  | FloatNode
  | StrNode
  | PathNode
  | VarNode
  | RefNode
  | SelectNode
  | HasNode
  | CallNode
  | OpNode
  | UnaryNode
  | IfNode
  | LetNode
  | WithNode
  | AssertNode
  | LambdaNode
  | ListNode
  | AttrsNode
  | RawNode
  | CommentNode;

interface NullNode {
  readonly k: "null";
}
interface BoolNode {
  readonly k: "bool";
  readonly value: boolean;
}
/** An integer between −2⁶³ and 2⁶³−1, in decimal. */
export interface IntNode {
  readonly k: "int";
  readonly text: string;
}
/** A finite double that is not written as an integer. Kept as text, which also holds `-0`. */
export interface FloatNode {
  readonly k: "float";
  readonly text: string;
}
/** Text and interpolated expressions, in turn; no two texts in a row, no empty text. */
export interface StrNode {
  readonly k: "str";
  readonly parts: readonly (string | Node)[];
}
/** A path: literal text, and what is appended to it when a literal cannot hold it all. */
export interface PathNode {
  readonly k: "path";
  /** The path as given, or what of it comes before the first expression. */
  readonly text: string;
  readonly parts: readonly (string | Node)[];
  /** It names a file of the user's (`nix.file`), rather than just any path. */
  readonly file: boolean;
}
/** A variable by its name: whatever has that name where it is printed. */
export interface VarNode {
  readonly k: "var";
  readonly name: string;
}
/**
 * A variable by identity: the parameter or binding `name` of the binder `id`. Outside of that binder
 * it is free, and only a function that was built by the names of its parameters binds it.
 */
export interface RefNode {
  readonly k: "ref";
  readonly id: string;
  readonly name: string;
}
/** An attribute name: static text, or an expression. */
export type Attr = string | Node;
export interface SelectNode {
  readonly k: "select";
  readonly of: Node;
  readonly path: readonly Attr[];
  readonly or?: Node;
  /** Printed as `inherit (of) name;` where it is the value of an attribute of that name. */
  readonly inherit?: true;
}
export interface HasNode {
  readonly k: "has";
  readonly of: Node;
  readonly path: readonly Attr[];
}
export interface CallNode {
  readonly k: "call";
  readonly fn: Node;
  readonly args: readonly Node[];
}
export type BinaryOperator =
  | "->"
  | "||"
  | "&&"
  | "=="
  | "!="
  | "<"
  | ">"
  | "<="
  | ">="
  | "//"
  | "+"
  | "-"
  | "*"
  | "/"
  | "++";
export interface OpNode {
  readonly k: "op";
  readonly op: BinaryOperator;
  readonly left: Node;
  readonly right: Node;
}
export interface UnaryNode {
  readonly k: "unary";
  readonly op: "-" | "!";
  readonly of: Node;
}
export interface IfNode {
  readonly k: "if";
  readonly cond: Node;
  readonly yes: Node;
  readonly no: Node;
}
export interface LetNode {
  readonly k: "let";
  /** The identity its {@link RefNode}s carry; variables of the bound names mean this binder too. */
  readonly id: string;
  readonly entries: readonly Entry[];
  readonly body: Node;
}
export interface WithNode {
  readonly k: "with";
  /** The identity of the names that the body takes from `scope`, when it was built by a function. */
  readonly id: string;
  readonly scope: Node;
  readonly body: Node;
}
export interface AssertNode {
  readonly k: "assert";
  readonly cond: Node;
  readonly body: Node;
}
export interface Formal {
  readonly name: string;
  readonly or?: Node;
}
export interface LambdaNode {
  readonly k: "lambda";
  readonly id: string;
  /** The parameter's name, or with `formals` the name of the whole argument (`args@{ … }`). */
  readonly name?: string;
  readonly formals?: readonly Formal[];
  readonly ellipsis?: boolean;
  /** Variables of its parameters' names in the body mean this binder (built by name). */
  readonly byName: boolean;
  readonly body: Node;
}
export interface ListNode {
  readonly k: "list";
  readonly items: readonly Node[];
  /** Nothing below but values that JSON has. */
  readonly data: boolean;
  /** How many lists and sets are nested in it at most. */
  readonly depth: number;
}
export interface Entry {
  readonly name: Attr;
  readonly value: Node;
}
export interface AttrsNode {
  readonly k: "attrs";
  /** For `rec`: the identity its {@link RefNode}s carry. */
  readonly id?: string;
  /** Sorted by name in code-unit order when all names are static. */
  readonly entries: readonly Entry[];
  readonly rec: boolean;
  readonly data: boolean;
  readonly depth: number;
}
/** Where a value stands inside Nix source text, which decides how it is written there. */
export type HolePosition = "expr" | "term" | "string" | "indented" | "attr";
export interface Hole {
  readonly position: HolePosition;
  readonly value: Node;
}
/** Nix source text with values in it. */
export interface RawNode {
  readonly k: "raw";
  readonly parts: readonly (string | Hole)[];
  /** Lexically one term, so that it needs no parentheses. */
  readonly atom: boolean;
  /** Its lines can be indented without changing the value of a string that spans them. */
  readonly shift: boolean;
  /** Names that the text itself binds around its holes. */
  readonly binds: readonly string[];
  /** All words of the text, which a name made up by the printer must not be. */
  readonly words: readonly string[];
}
/** A comment above what it belongs to. */
export interface CommentNode {
  readonly k: "comment";
  readonly text: string;
  readonly of: Node;
}

/** True when the node is a value that JSON has. */
export function isData(node: Node): boolean {
  switch (node.k) {
    case "null":
    case "bool":
    case "int":
    case "float":
      return true;
    case "str":
      return node.parts.every((part) => typeof part === "string");
    case "list":
    case "attrs":
      return node.data;
    default:
      return false;
  }
}
