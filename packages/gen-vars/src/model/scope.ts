/** A node of the scope tree: a fleet, an environment, a host, a user, a service instance … */
export interface ScopeNode {
  /** Unique among all nodes. Any string. */
  readonly id: string;
  /** What it is: `fleet`, `environment`, `host`, `user`, `instance`, or a kind of your own. */
  readonly kind: string;
  /** The id of the node above; absent at a root. */
  readonly parent?: string;
  /** How it is called in paths of stores; unique among nodes of its kind. @default `id` */
  readonly name?: string;
  /** Other names that a dependency may use for this node (such as Clan's `exportKey`). */
  readonly aliases?: readonly string[];
}

/** `from`, and everything below it, may see files that live at `to`. */
export interface VisibilityEdge {
  readonly from: string;
  readonly to: string;
  /** `public`: only files that are not secret; `all`: secrets too (members of an instance). @default "public" */
  readonly access?: Access;
  /** Why the edge exists, shown in explanations. */
  readonly label?: string;
}

/** What a viewer may read of a generator: everything, or its public files only. */
export type Access = "all" | "public";
