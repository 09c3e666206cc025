import { parse } from "@babel/parser";
import type { Place } from "./locate.ts";

/** As much of a syntax node as is looked at here. */
interface Syntax {
  readonly type: string;
  readonly loc?: { readonly start: { readonly line: number; readonly column: number } } | null;
  readonly [key: string]: unknown;
}

/** Places of paths in the object that a TypeScript or JavaScript module exports by default. */
export function moduleLookup(text: string): (path: readonly string[]) => Place | undefined {
  const file = parse(text, {
    sourceType: "module",
    errorRecovery: true,
    plugins: ["typescript", "explicitResourceManagement"],
  });
  const body = file.program.body as unknown as readonly Syntax[];
  const constants = new Map<string, Syntax>();
  let exported: Syntax | undefined;
  for (const statement of body) {
    const declaration =
      statement.type === "ExportNamedDeclaration"
        ? (statement.declaration as Syntax | null)
        : statement;
    if (declaration?.type === "VariableDeclaration") {
      for (const one of declaration.declarations as readonly Syntax[]) {
        const id = one.id as Syntax;
        const init = one.init as Syntax | null;
        if (id.type === "Identifier" && init !== null) constants.set(String(id.name), init);
      }
    }
    if (declaration?.type === "FunctionDeclaration" && declaration.id !== null) {
      constants.set(String((declaration.id as Syntax).name), declaration);
    }
    if (statement.type === "ExportDefaultDeclaration") exported = statement.declaration as Syntax;
  }
  return (path) => {
    if (exported === undefined) return undefined;
    let place = placeOf(exported);
    let node: Syntax | undefined = exported;
    for (const key of path) {
      const found: Found | undefined = node === undefined ? undefined : step(node, key, constants);
      if (found === undefined) return place;
      place = placeOf(found.at) ?? place;
      node = found.value;
    }
    return place;
  };
}

interface Found {
  /** What to point at: the key, or the item of a list. */
  readonly at: Syntax;
  readonly value: Syntax | undefined;
}

function placeOf(node: Syntax): Place | undefined {
  const start = node.loc?.start;
  return start === undefined ? undefined : { line: start.line, column: start.column + 1 };
}

/** Looks through what does not change the value: calls of den's identity functions, types, constants. */
function unwrap(node: Syntax, constants: ReadonlyMap<string, Syntax>): Syntax | undefined {
  let at: Syntax | undefined = node;
  for (let steps = 0; at !== undefined && steps < 32; steps += 1) {
    switch (at.type) {
      case "ObjectExpression":
      case "ArrayExpression":
        return at;
      case "Identifier":
        at = constants.get(String(at.name));
        break;
      case "TSAsExpression":
      case "TSSatisfiesExpression":
      case "TSNonNullExpression":
      case "ParenthesizedExpression":
      case "AwaitExpression":
        at = (at.expression ?? at.argument) as Syntax;
        break;
      case "CallExpression": {
        const args = at.arguments as readonly Syntax[];
        at =
          args.find((arg) =>
            ["ObjectExpression", "Identifier", "TSAsExpression", "TSSatisfiesExpression"].includes(
              arg.type,
            ),
          ) ?? args.at(-1);
        break;
      }
      case "ArrowFunctionExpression":
      case "FunctionExpression":
      case "FunctionDeclaration":
        at = returned(at.body as Syntax);
        break;
      default:
        return undefined;
    }
  }
  return undefined;
}

function returned(body: Syntax): Syntax | undefined {
  if (body.type !== "BlockStatement") return body;
  const statements = body.body as readonly Syntax[];
  const found = statements.find((statement) => statement.type === "ReturnStatement");
  return (found?.argument as Syntax | null | undefined) ?? undefined;
}

function step(
  node: Syntax,
  key: string,
  constants: ReadonlyMap<string, Syntax>,
): Found | undefined {
  const value = unwrap(node, constants);
  if (value?.type === "ArrayExpression") {
    const item = (value.elements as readonly (Syntax | null)[])[Number(key)] ?? undefined;
    return item === undefined ? undefined : { at: item, value: item };
  }
  if (value?.type !== "ObjectExpression") return undefined;
  const properties = [...(value.properties as readonly Syntax[])].reverse();
  for (const property of properties) {
    if (property.type === "SpreadElement") {
      const found = step(property.argument as Syntax, key, constants);
      if (found !== undefined) return found;
      continue;
    }
    const name = property.key as Syntax;
    const text =
      name.type === "Identifier" && property.computed !== true
        ? String(name.name)
        : String(name.value);
    if (text === key) {
      return {
        at: name,
        value:
          property.type === "ObjectMethod"
            ? returned(property.body as Syntax)
            : (property.value as Syntax),
      };
    }
  }
  return undefined;
}
