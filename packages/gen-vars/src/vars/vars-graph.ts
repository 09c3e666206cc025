import type { Access } from "../model/scope.ts";
import type { VarsModel } from "../model/vars-model.ts";

/** Generators and their dependencies as plain data, for pictures. */
export interface VarsGraph {
  readonly nodes: readonly {
    readonly id: string;
    readonly scope: string;
    readonly kind: string;
    readonly generator: string;
    readonly files: readonly { readonly name: string; readonly secret: boolean }[];
  }[];
  /** From a generator to what it depends on. */
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly access: Access;
  }[];
}

/** The graph of a model, in plan order. */
export function varsGraph(model: VarsModel): VarsGraph {
  return {
    nodes: model.instances.map(({ id, node, name, generator }) => ({
      id,
      scope: node.id,
      kind: node.kind,
      generator: name,
      files: [...generator.files.values()].map((file) => ({
        name: file.name,
        secret: file.secret,
      })),
    })),
    edges: model.instances.flatMap(({ id, dependencies }) =>
      dependencies.map(({ on, access }) => ({ from: id, to: on.id, access })),
    ),
  };
}
