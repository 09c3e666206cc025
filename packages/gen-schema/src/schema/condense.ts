import type { ErrorObject } from "ajv/dist/2020.js";

const COMBINE: ReadonlySet<string> = new Set(["anyOf", "oneOf"]);
/** Errors that only say that another error happened below. */
const ECHO: ReadonlySet<string> = new Set(["if", "propertyNames"]);

/** Drops what the branches of a failed `anyOf`/`oneOf` say, unless exactly one branch was meant. */
export function condense(errors: readonly ErrorObject[]): ErrorObject[] {
  const kept: ErrorObject[] = [];
  for (const error of errors) {
    if (ECHO.has(error.keyword)) continue;
    if (!COMBINE.has(error.keyword) || !Array.isArray(error.schema)) {
      kept.push(error);
      continue;
    }
    const branches: ErrorObject[] = [];
    const refers = error.schema.some((branch) => JSON.stringify(branch).includes("$ref"));
    for (let last = kept[kept.length - 1]; last !== undefined; last = kept[kept.length - 1]) {
      const inside =
        last.schemaPath.startsWith(`${error.schemaPath}/`) ||
        (refers && !last.schemaPath.startsWith("#/properties"));
      const below =
        last.instancePath === error.instancePath ||
        last.instancePath.startsWith(`${error.instancePath}/`);
      if (!inside || !below) break;
      branches.unshift(kept.pop() as ErrorObject);
    }
    const deeper = branches.filter(
      (item) => item.instancePath !== error.instancePath || !isType(item),
    );
    const meant = new Set(deeper.map((item) => branchOf(error, item)));
    const shallow = branches.length - deeper.length;
    // All but one branch refuse the very type: the errors of the remaining one are the real ones.
    if (deeper.length > 0 && meant.size === 1 && shallow >= error.schema.length - 1) {
      kept.push(...deeper);
    } else kept.push(error);
  }
  return kept;
}

function isType(error: ErrorObject): boolean {
  return error.keyword === "type" || error.keyword === "const" || error.keyword === "enum";
}

function branchOf(parent: ErrorObject, error: ErrorObject): string {
  if (!error.schemaPath.startsWith(parent.schemaPath)) return error.schemaPath.split("/")[2] ?? "";
  return error.schemaPath.slice(parent.schemaPath.length + 1).split("/")[0] ?? "";
}
