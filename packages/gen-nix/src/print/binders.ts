import type {
  Attr,
  AttrsNode,
  LambdaNode,
  LetNode,
  Node,
  RawNode,
  WithNode,
} from "../expr/node.ts";

/** A form that gives names to what is inside of it. */
export type Binder = LambdaNode | LetNode | RawNode | AttrsNode;

/** Something that a binder's body refers to, bound further out or free. */
export interface Use {
  /** The binder it belongs to, or undefined for a free name. */
  readonly id: string | undefined;
  readonly name: string;
}

interface BinderInfo {
  /** What the body uses from outside, by a key that tells identities apart. */
  readonly uses: Map<string, Use>;
  /** Names that binders inside take in any case, so that this binder's own must differ. */
  readonly avoid: Set<string>;
  /** Words of raw text inside, which may be names of anything. */
  readonly words: Set<string>;
}

export type Binders = ReadonlyMap<Binder, BinderInfo>;

/** Names that the binder gives to its body, whatever the layout would prefer. */
export function fixedNames(binder: Binder): readonly string[] {
  if (binder.k === "raw") return binder.binds;
  if (binder.k !== "lambda") return staticNames(binder);
  const own = binder.name !== undefined && (binder.byName || binder.formals) ? [binder.name] : [];
  return [...(binder.formals?.map((formal) => formal.name) ?? []), ...own];
}

function staticNames(binder: LetNode | AttrsNode): string[] {
  return binder.entries.flatMap((entry) => (typeof entry.name === "string" ? [entry.name] : []));
}

export function useKey(use: Use): string {
  return use.id === undefined ? `=${use.name}` : `${use.id} ${use.name}`;
}

type Step = { readonly enter: Node } | { readonly leave: Binder | WithNode };

/**
 * What crosses each binder of an expression. With it the printer keeps every name meaning what it
 * meant when it was built, even where JavaScript had two names and Nix would have one.
 */
export function analyse(root: Node): Binders {
  const infos = new Map<Binder, BinderInfo>();
  const around: Binder[] = [];
  /** Binders and `with`s around, by identity. */
  const owners = new Map<string, BinderInfo | WithNode>();
  const steps: Step[] = [{ enter: root }];

  const use = (given: Use): void => {
    const owner = given.id === undefined ? undefined : owners.get(given.id);
    if (owner !== undefined && "k" in owner) {
      // When something hides the name, the scope of the `with` is printed here in its stead.
      steps.push({ enter: owner.scope });
      return;
    }
    const one = owner === undefined ? { id: undefined, name: given.name } : given;
    const key = useKey(one);
    const crossed: string[] = [];
    for (let i = around.length - 1; i >= 0; i--) {
      const binder = around[i];
      const info = binder && infos.get(binder);
      if (binder === undefined || info === undefined || owns(binder, one)) break;
      for (const name of fixedNames(binder)) crossed.push(name);
      if (info.uses.has(key) && one.id === undefined) break;
      info.uses.set(key, one);
    }
    if (owner !== undefined) for (const name of crossed) owner.avoid.add(name);
  };

  const open = (binder: Binder): void => {
    let info = infos.get(binder);
    if (info === undefined) {
      info = {
        uses: new Map(),
        avoid: new Set(),
        words: new Set(binder.k === "raw" ? binder.words : []),
      };
      infos.set(binder, info);
    }
    if (binder.k !== "raw" && binder.id !== undefined) owners.set(binder.id, info);
    around.push(binder);
    steps.push({ leave: binder });
  };

  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    if ("leave" in step) {
      const { leave } = step;
      if (leave.k !== "with") {
        const outer = infos.get(around.at(-2) ?? leave);
        around.pop();
        for (const word of infos.get(leave)?.words ?? []) outer?.words.add(word);
      }
      if (leave.k !== "raw" && leave.id !== undefined) owners.delete(leave.id);
      continue;
    }
    const node = step.enter;
    if (node.k === "var") use({ id: undefined, name: node.name });
    else if (node.k === "ref") use({ id: node.id, name: node.name });
    else if (isBinder(node)) open(node);
    else if (node.k === "with") {
      owners.set(node.id, node);
      steps.push({ leave: node });
    }
    for (const child of children(node)) steps.push({ enter: child });
  }
  return infos;
}

export function isBinder(node: Node): node is Binder {
  return (
    node.k === "lambda" || node.k === "let" || node.k === "raw" || (node.k === "attrs" && node.rec)
  );
}

function owns(binder: Binder, use: Use): boolean {
  if (binder.k === "raw") return false;
  if (use.id !== undefined) return "id" in binder && use.id === binder.id;
  if (binder.k === "lambda" && !binder.byName) return false;
  return fixedNames(binder).includes(use.name);
}

const dynamic = (path: readonly Attr[]): Node[] =>
  path.flatMap((attr) => (typeof attr === "string" ? [] : [attr]));

/** The nodes right below. Data has none that matter for names. */
function children(node: Node): readonly Node[] {
  switch (node.k) {
    case "str":
    case "path":
      return node.parts.flatMap((part) => (typeof part === "string" ? [] : [part]));
    case "select":
      return [node.of, ...dynamic(node.path), ...(node.or === undefined ? [] : [node.or])];
    case "has":
      return [node.of, ...dynamic(node.path)];
    case "call":
      return [node.fn, ...node.args];
    case "op":
      return [node.left, node.right];
    case "unary":
    case "comment":
      return [node.of];
    case "if":
      return [node.cond, node.yes, node.no];
    case "let":
      return [
        ...node.entries.flatMap((entry) => [...dynamic([entry.name]), entry.value]),
        node.body,
      ];
    case "with":
      return [node.scope, node.body];
    case "assert":
      return [node.cond, node.body];
    case "lambda":
      return [...(node.formals?.flatMap((formal) => formal.or ?? []) ?? []), node.body];
    case "list":
      return node.data ? [] : node.items;
    case "attrs":
      return node.data
        ? []
        : node.entries.flatMap((entry) => [...dynamic([entry.name]), entry.value]);
    case "raw":
      return node.parts.flatMap((part) => (typeof part === "string" ? [] : [part.value]));
    default:
      return [];
  }
}
