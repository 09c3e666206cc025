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
  readonly name: string;
  /** The binder around that it belongs to. */
  readonly id?: string | undefined;
  /** It means whatever has its name where it stands; else only what was built to bind names does. */
  readonly byName?: boolean;
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

export function useKey({ id, name, byName = false }: Use): string {
  return id === undefined ? `${byName ? "=" : "~"}${name}` : `${id} ${name}`;
}

/** A binder whose inside is being looked at. */
interface Around {
  readonly binder: Binder;
  readonly info: BinderInfo;
  readonly names: ReadonlySet<string>;
  /** What was found below it, this time. */
  readonly seen: Set<string>;
}

type Step = { readonly enter: Node } | { readonly leave: Binder | WithNode };

/**
 * What crosses each binder of an expression. With it the printer keeps every name meaning what it
 * meant when it was built, even where JavaScript had two names and Nix would have one.
 */
export function analyse(root: Node): Binders {
  const infos = new Map<Binder, BinderInfo>();
  const around: Around[] = [];
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
    const one = owner === undefined ? { ...given, id: undefined } : given;
    const key = useKey(one);
    for (let i = around.length - 1; i >= 0; i--) {
      const here = around[i];
      if (here === undefined || owns(here, one)) return;
      for (const name of here.names) owner?.avoid.add(name);
      // What is further out has been told already.
      if (here.seen.has(key)) return;
      here.seen.add(key);
      here.info.uses.set(key, one);
    }
  };

  const open = (binder: Binder): void => {
    let info = infos.get(binder);
    if (info === undefined) {
      const words = new Set(binder.k === "raw" ? binder.words : []);
      info = { uses: new Map(), avoid: new Set(), words };
      infos.set(binder, info);
    }
    if (binder.k !== "raw" && binder.id !== undefined) owners.set(binder.id, info);
    around.push({ binder, info, names: new Set(fixedNames(binder)), seen: new Set() });
    steps.push({ leave: binder });
  };

  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    if ("leave" in step) {
      const { leave } = step;
      if (leave.k !== "with") {
        const inner = around.pop()?.info.words ?? [];
        const outer = around.at(-1)?.info.words;
        for (const word of inner) outer?.add(word);
      }
      if (leave.k !== "raw" && leave.id !== undefined) owners.delete(leave.id);
      continue;
    }
    const node = step.enter;
    if (node.k === "var") use({ name: node.name, byName: true });
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

function owns({ binder, names }: Around, use: Use): boolean {
  if (use.id !== undefined) return "id" in binder && use.id === binder.id;
  if (use.byName) return names.has(use.name);
  return binder.k === "lambda" && binder.byName && names.has(use.name);
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
