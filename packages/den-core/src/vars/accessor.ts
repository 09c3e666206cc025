import { nix } from "gen-nix";
import type { Context } from "gen-scope";
import {
  audiences,
  EMPTY_KEYRING,
  type FileHandle,
  fileHandle,
  fileId,
  type Instance,
  type PlacedVars,
  publicValue,
  resolveVar,
  shellVariable,
  terraformVariable,
  unresolvable,
  VarsError,
  visibleVars,
} from "gen-vars";
import type { VarFile, VarsAccessor } from "../author/content.ts";
import { refuse } from "../diagnostics/den-error.ts";
import { inFleetFolder } from "../emit/layout.ts";
import type { BackendModel } from "../model/read-vars.ts";
import { suggestion } from "../model/reader.ts";
import { type NodeId, WHOLE, wholeModel } from "../pipeline/base.ts";
import { lazyProperty } from "../pipeline/lazy-property.ts";
import type { VarsAttributes } from "./attributes.ts";
import { orDenError } from "./failures.ts";
import { instanceNode, instanceOfRole } from "./generators.ts";
import { pathOnMachine } from "./machine-path.ts";

/** Who looks at generated values. */
export interface Viewer {
  readonly scope: NodeId;
  /** The aspect whose content looks: a role sees the values of its own instance first. */
  readonly aspect?: string;
  /** A peer shows its public files only. */
  readonly publicOnly?: boolean;
}

/**
 * `vars` of content: the generators that a scope sees, each with its files as handles. Nothing is
 * looked up before it is read; a name that nothing visible has is refused with where it lives.
 */
export function varsAccessor(vars: VarsAttributes, viewer: Viewer, ctx: Context): VarsAccessor {
  const { placed } = ctx.get(vars.places.around, viewer.scope);
  const generators = visibleInstances(vars, viewer, placed, ctx);
  const named: Record<string, unknown> = Object.create(null);
  for (const [name, instance] of generators) {
    lazyProperty(named, name, () => ({ files: filesOf(vars, viewer, placed, instance, ctx) }));
  }
  return refusing(named, (name) => {
    const whole = ctx.get(vars.places.wholePlaced, WHOLE).placed;
    const instance = fromAfar(vars, viewer, name, whole, ctx);
    return { files: filesOf(vars, viewer, whole, instance, ctx) };
  }) as VarsAccessor;
}

/** Instances by the name under which a scope sees them. */
function visibleInstances(
  { base }: VarsAttributes,
  { scope, aspect }: Viewer,
  placed: PlacedVars,
  ctx: Context,
): Map<string, Instance> {
  const { own, peers } = visibleVars(placed, scope);
  const found = new Map<string, Instance>();
  const role = aspect === undefined ? undefined : instanceOfRole(aspect, base, ctx);
  if (role !== undefined) {
    for (const [name, instance] of placed.at(instanceNode(role))) found.set(name, instance);
  }
  for (const [name, { instance }] of own) if (!found.has(name)) found.set(name, instance);
  // Instances of services that the machine is a member of.
  for (const seen of peers.values()) {
    for (const [name, { instance, access }] of seen) {
      if (access === "all" && !found.has(name)) found.set(name, instance);
    }
  }
  return found;
}

/**
 * A generator that is not around: one that other parts of the fleet declare for a scope above. Looks
 * at the whole fleet, and refuses with where the name lives and who can see it.
 */
function fromAfar(
  { base }: VarsAttributes,
  { scope }: Viewer,
  name: string,
  placed: PlacedVars,
  ctx: Context,
): Instance {
  const found = visibleVars(placed, scope).own.get(name);
  if (found !== undefined) return found.instance;
  const where = placed.scopes.nodes.filter((node) => placed.at(node.id).has(name));
  const at = scope.replace(":", " ");
  if (where.length === 0) {
    const known = new Set(placed.scopes.nodes.flatMap((node) => [...placed.at(node.id).keys()]));
    return refuse("DEN_VARS_UNKNOWN_NAME", `there is no generator ${JSON.stringify(name)}`, {
      subject: at,
      remedy: suggestion(name, known),
    });
  }
  const lives = where.slice(0, 3).map((node) => `${node.kind} ${node.name ?? node.id}`);
  const more = where.length > 3 ? ` and ${where.length - 3} more` : "";
  const { kinds } = wholeModel(base, ctx);
  return refuse(
    "DEN_VARS_NOT_VISIBLE",
    `${at} cannot see the generator ${name}: it lives at ${lives.join(", ")}${more}, and is seen there and below`,
    {
      subject: at,
      remedy: `declare it at ${at} or above (scope: one of ${[...kinds.keys()].slice(0, 3).join(", ")}), or read a peer's public files as peers.<role>`,
    },
  );
}

function filesOf(
  vars: VarsAttributes,
  viewer: Viewer,
  placed: PlacedVars,
  instance: Instance,
  ctx: Context,
): Readonly<Record<string, VarFile>> {
  const files: Record<string, unknown> = Object.create(null);
  for (const file of instance.generator.files.keys()) {
    lazyProperty(files, file, () => varFile(vars, viewer, placed, instance, file, ctx));
  }
  return refusing(files, (file) =>
    refuse("DEN_VARS_UNKNOWN_NAME", `${instance.id} has no file ${JSON.stringify(file)}`, {
      remedy: suggestion(file, instance.generator.files.keys()),
    }),
  ) as Readonly<Record<string, VarFile>>;
}

function varFile(
  vars: VarsAttributes,
  viewer: Viewer,
  placed: PlacedVars,
  instance: Instance,
  file: string,
  ctx: Context,
): VarFile {
  const handle = fileHandle(placed, instance, file, viewer.scope);
  const checked = <T>(use: () => T): T =>
    orDenError(() => {
      if (handle.secret && viewer.publicOnly === true) throw ofPeer(handle);
      return use();
    });
  const bytes = (): Uint8Array => {
    const found = vars.records.publicFile(instance, file, ctx);
    if (found !== undefined) return found;
    return refuse("DEN_VARS_MISSING", `${handle.id} has not been generated yet`, {
      subject: handle.id,
      remedy: `run \`den vars generate\`, or ask for \`vars[${JSON.stringify(handle.generator)}].files[${JSON.stringify(file)}].exists\` first`,
    });
  };
  return {
    get path() {
      return checked(() => {
        if (handle.secret) return machinePath(vars, viewer, placed, instance, handle, ctx);
        bytes();
        const found = ctx.get(vars.records.stored, instance.node.id, instance.name);
        return nix.path(inFleetFolder(found?.files.get(file)?.location.path ?? ""));
      });
    },
    get value() {
      return checked(() =>
        resolveVar(
          publicValue(() => text(handle, bytes())),
          handle,
        ),
      );
    },
    get exists() {
      return checked(() => {
        const found = ctx.get(vars.records.stored, instance.node.id, instance.name);
        return found?.files.has(file) === true;
      });
    },
    get terraform() {
      return checked(() => {
        const variable = resolveVar(terraformVariable, handle);
        vars.terraformVariables.set(variable.name, variable);
        return variable.reference;
      });
    },
    get shell() {
      return checked(() => {
        const { name } = resolveVar(
          shellVariable(() => []),
          handle,
        );
        return { name, eval: `"$(den vars get ${quoted(handle.id)})"` };
      });
    },
  } as VarFile;
}

/** One word of a shell command. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function ofPeer(handle: FileHandle): VarsError {
  return new VarsError([
    {
      code: "not-visible",
      message: `${handle.id} is a secret of a peer: of peers only public files can be seen.`,
      remedy: 'Declare the file with "secret: false", or move the generator to a scope above both.',
      culprit: handle.id,
    },
  ]);
}

function text(handle: FileHandle, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw unresolvable(
      handle,
      "a plain value",
      "it is no UTF-8 text",
      "Use its path, or let the generator write text.",
    );
  }
}

function machinePath(
  vars: VarsAttributes,
  { scope }: Viewer,
  placed: PlacedVars,
  instance: Instance,
  handle: FileHandle,
  ctx: Context,
): string {
  const chain = ctx.get(vars.topology.chain, scope);
  const target = "a path on a machine";
  if (chain.some((node) => node.startsWith("home:"))) {
    throw unresolvable(
      handle,
      target,
      "a home of its own is no machine, and nothing brings secrets there",
      "Declare the generator for a user of a host.",
    );
  }
  const host = chain.find((node) => node.startsWith("host:"));
  if (host !== undefined && handle.deploy !== false) {
    const machines = audiences(placed, EMPTY_KEYRING).machinesOf(
      instance.node,
      handle.deploy,
      instance.name,
    );
    if (!machines.some((machine) => machine.id === host)) {
      throw unresolvable(
        handle,
        target,
        `it is not deployed to ${host.slice("host:".length)}`,
        "Declare it there too (include the aspect that does), or name the host in the file's `deploy`.",
      );
    }
  }
  const backend = backendOf(vars, instance, ctx);
  const { uploadFolder } = wholeModel(vars.base, ctx).vars;
  const record = ctx.get(vars.records.stored, instance.node.id, instance.name);
  const stored = record?.files.get(handle.file);
  return pathOnMachine(handle, stored, backend, uploadFolder === undefined ? {} : { uploadFolder });
}

/** The backend that keeps the secrets of an instance. */
export function backendOf(vars: VarsAttributes, instance: Instance, ctx: Context): BackendModel {
  const { backends } = wholeModel(vars.base, ctx).vars;
  const name = ctx.get(vars.backends.backend, instance.node.id, instance.name);
  const found = backends.get(name);
  if (found !== undefined) return found;
  return refuse(
    "DEN_VARS_BACKEND",
    `${fileId(instance.node.id, instance.name, "")} is to be kept in ${JSON.stringify(name)}, which is no backend`,
    {
      remedy: suggestion(name, backends.keys()),
    },
  );
}

/** A record that answers for names it does not have. */
function refusing(target: object, missing: (name: string) => unknown): object {
  return new Proxy(target, {
    get: (record, key) =>
      typeof key === "string" && !(key in record) ? missing(key) : Reflect.get(record, key),
  });
}
