import {
  audiences,
  EMPTY_KEYRING,
  type FileHandle,
  fileHandle,
  type Instance,
  type StoredFile,
  VarsError,
} from "gen-vars";
import { INSTANCE_KIND } from "../model/names.ts";
import type { NodeId } from "../pipeline/base.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { pathOnMachine } from "../vars/machine-path.ts";

/** A generator's values as they stand to a host: where they live, who keeps them, what gets there. */
export interface ValuesAtHost {
  /** `<scope>/<generator>`. */
  readonly id: string;
  readonly livesAt: NodeId;
  /** Why they bear on the host. */
  readonly because: string;
  readonly backend: string;
  /** The policy that chose the backend; undefined where the fleet's own choice, or den's, holds. */
  readonly backendBy: string | undefined;
  readonly files: readonly {
    readonly name: string;
    readonly secret: boolean;
    readonly exists: boolean;
    /** Whether it is brought to the host. */
    readonly deployed: boolean;
    /** Where it is there. */
    readonly path: string | undefined;
  }[];
}

/** The values of a generator around a host. */
export function valuesAt(pipeline: Pipeline, host: NodeId, generator: string): ValuesAtHost[] {
  const { evaluator, vars } = pipeline;
  const { placed } = evaluator.get(vars.places.around, host);
  const { machinesOf } = audiences(placed, EMPTY_KEYRING);
  return placed.scopes.nodes.flatMap((node): ValuesAtHost[] => {
    const instance = placed.at(node.id).get(generator);
    if (instance === undefined) return [];
    const stored = evaluator.get(vars.records.stored, node.id, generator);
    return [
      {
        id: instance.id,
        livesAt: node.id,
        because: reason(pipeline, host, instance),
        backend: evaluator.get(vars.backends.backend, node.id, generator),
        backendBy: chosenBy(pipeline, node.id, generator),
        files: [...instance.generator.files.values()].map(({ name, secret }) => {
          const handle = fileHandle(placed, instance, name, host);
          const deployed = machinesOf(node, handle.deploy, generator).some(({ id }) => id === host);
          return {
            name,
            secret,
            exists: stored?.files.has(name) === true,
            deployed,
            path:
              deployed && secret
                ? pathOf(pipeline, instance, handle, stored?.files.get(name))
                : undefined,
          };
        }),
      },
    ];
  });
}

function reason({ evaluator, topology }: Pipeline, host: NodeId, { node }: Instance): string {
  if (node.id === host) return "it is the host's own";
  if (node.kind === INSTANCE_KIND) return `the host is a member of ${node.name ?? node.id}`;
  const chain = evaluator.get(topology.chain, host);
  const where = node.id.replace(":", " ");
  return chain.includes(node.id) ? `it lives at ${where}, above` : `it lives at ${where}, below`;
}

function chosenBy(
  { base, evaluator, topology, vars }: Pipeline,
  node: NodeId,
  generator: string,
): string | undefined {
  if (evaluator.get(base.declared, node) === undefined) return undefined;
  for (const id of [...evaluator.get(topology.chain, node)].reverse()) {
    const { general, byGenerator } = evaluator.get(vars.backends.choices, id);
    const fired = byGenerator.get(generator) ?? general;
    if (fired !== undefined) return fired.policy;
  }
  return undefined;
}

function pathOf(
  { evaluator, model, vars }: Pipeline,
  { node, name }: Instance,
  handle: FileHandle,
  stored: StoredFile | undefined,
): string | undefined {
  const backend = model.vars.backends.get(evaluator.get(vars.backends.backend, node.id, name));
  if (backend === undefined) return undefined;
  const { uploadFolder } = model.vars;
  try {
    return pathOnMachine(
      handle,
      stored,
      backend,
      uploadFolder === undefined ? {} : { uploadFolder },
    );
  } catch (error) {
    if (error instanceof VarsError) return undefined;
    throw error;
  }
}
