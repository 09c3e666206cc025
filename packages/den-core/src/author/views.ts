/** What functions of a fleet see of it. Views are lazy: a property costs only itself. */
export interface FleetView {
  readonly name: string;
  readonly meta: Readonly<Record<string, unknown>>;
  /** Names of all hosts, in code-unit order. */
  readonly hosts: readonly string[];
}

/** What functions see of any entity. */
export interface EntityView {
  readonly kind: string;
  readonly name: string;
  readonly tags: ReadonlySet<string>;
  readonly meta: Readonly<Record<string, unknown>>;
  /** Whether an aspect is visible here, wherever in the scope it was included. */
  hasAspect(aspect: string): boolean;
}

/** A machine. */
export interface HostView extends EntityView {
  /** For example `x86_64-linux`. */
  readonly system: string;
  /** The class of its own configuration: `nixos`, `darwin` or one of the fleet's. */
  readonly class: string;
  readonly hostName: string;
  readonly environment: string | null;
  /** Names of its users, in code-unit order. */
  readonly users: readonly string[];
}

/** A user on a host. */
export interface UserView extends EntityView {
  readonly userName: string;
  readonly host: string;
}

/** A home-manager configuration of its own. */
export interface HomeView extends EntityView {
  readonly userName: string;
  readonly hostName: string | null;
  readonly system: string;
}
