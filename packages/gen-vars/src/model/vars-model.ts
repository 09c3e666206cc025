import type { VarsIssue } from "../error/vars-error.ts";
import type { Dependency, Generator } from "./generator.ts";
import type { GeneratorInput } from "./generator-input.ts";
import type { NormalizedGenerator } from "./normalize-generator.ts";
import type { Access, ScopeNode, VisibilityEdge } from "./scope.ts";
import type { ScopeTree } from "./scope-tree.ts";

/** A generator as one scope node declares it. */
export interface Declaration {
  /** The id of the scope node that declares it. */
  readonly node: string;
  readonly name: string;
  readonly generator: GeneratorInput;
  /** Where it was written, for messages. */
  readonly origin?: string;
}

export interface ModelInput {
  readonly scopes: readonly ScopeNode[];
  readonly edges?: readonly VisibilityEdge[];
  readonly declarations: readonly Declaration[];
  /** Kinds that may have no node at the moment; a `scope` of another kind is an error. */
  readonly kinds?: readonly string[];
  /** Kinds whose nodes are machines that files are deployed to. @default ["host"] */
  readonly machineKinds?: readonly string[];
  /** Lets several models read each generator once. */
  readonly normalized?: NormalizedGenerators;
}

/** Generators that were read already, by the value that declares them and by name. */
export type NormalizedGenerators = Map<unknown, Map<string, NormalizedGenerator>>;

/** One generator at one scope node: the unit that is planned, run and stored. */
export interface Instance {
  /** `<scope node id>/<generator>`. */
  readonly id: string;
  readonly node: ScopeNode;
  readonly name: string;
  readonly generator: Generator;
  /** Every declaration that made it, by declaring node; they agree in all but deployment fields. */
  readonly declarations: readonly InstanceDeclaration[];
  /** Dependencies, resolved, by folder name. */
  readonly dependencies: readonly ResolvedDependency[];
}

export interface InstanceDeclaration {
  readonly node: ScopeNode;
  readonly generator: Generator;
  readonly origin: string | undefined;
}

export interface ResolvedDependency {
  readonly dependency: Dependency;
  readonly on: Instance;
  /** `public`: only files that are not secret are staged. */
  readonly access: Access;
}

/** Generators at the scope nodes where they live: all that handles need. */
export interface PlacedVars {
  readonly scopes: ScopeTree;
  readonly machineKinds: ReadonlySet<string>;
  /** The instances of one scope node, by name. */
  at(node: string): ReadonlyMap<string, Instance>;
}

/** Everything declared, checked and resolved; the input of plans, handles and runs. */
export interface VarsModel extends PlacedVars {
  /** Dependencies before dependents, else by scope node and name. */
  readonly instances: readonly Instance[];
  /** Instances that can be made at the same time: each level needs only earlier ones. */
  readonly levels: readonly (readonly Instance[])[];
  instance(id: string): Instance | undefined;
  dependentsOf(id: string): readonly Instance[];
  readonly warnings: readonly VarsIssue[];
}
