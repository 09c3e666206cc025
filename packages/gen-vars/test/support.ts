import {
  buildModel,
  checkModel,
  type Declaration,
  type GeneratorInput,
  type ModelInput,
  type ScopeNode,
  VarsError,
  type VarsErrorCode,
  type VarsModel,
} from "gen-vars";

/** fleet → prod → web1 (alice), web2; fleet → db1; and a service instance beside the hosts. */
export const SCOPES: readonly ScopeNode[] = [
  { id: "fleet", kind: "fleet", name: "main" },
  { id: "env:prod", kind: "environment", parent: "fleet", name: "prod" },
  { id: "host:web1", kind: "host", parent: "env:prod", name: "web1" },
  { id: "host:web2", kind: "host", parent: "env:prod", name: "web2" },
  { id: "host:db1", kind: "host", parent: "fleet", name: "db1" },
  { id: "user:alice@web1", kind: "user", parent: "host:web1", name: "alice@web1" },
  { id: "instance:backup", kind: "instance", parent: "fleet", name: "backup" },
];

export function declare(node: string, name: string, generator: GeneratorInput): Declaration {
  return { node, name, generator, origin: `${node}.ts` };
}

export function model(
  declarations: readonly Declaration[],
  extra: Partial<ModelInput> = {},
): VarsModel {
  return buildModel({ scopes: SCOPES, declarations, ...extra });
}

/** The codes of everything wrong with a model, sorted. */
export function codes(
  declarations: readonly Declaration[],
  extra: Partial<ModelInput> = {},
): VarsErrorCode[] {
  return checkModel({ scopes: SCOPES, declarations, ...extra })
    .issues.map((issue) => issue.code)
    .sort();
}

/** The error that a call ends in. */
export async function errorOf(call: () => unknown): Promise<VarsError> {
  try {
    await call();
  } catch (error) {
    if (error instanceof VarsError) return error;
    throw error;
  }
  throw new Error("expected a VarsError");
}
