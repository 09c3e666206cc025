import { type NixSymbol, nix } from "gen-nix";
import { type Attribute, attribute, type Context } from "gen-scope";
import {
  agenixSecret,
  audiences,
  EMPTY_KEYRING,
  type FileHandle,
  fileHandle,
  type Instance,
  resolveVar,
  type StoredFile,
  sopsNixSecret,
  unresolvable,
  VarsError,
} from "gen-vars";
import { DenError } from "../diagnostics/den-error.ts";
import type { Finding } from "../diagnostics/finding.ts";
import { inFleetFolder } from "../emit/layout.ts";
import { entityOf, type NodeId } from "../pipeline/base.ts";
import { backendOf } from "./accessor.ts";
import type { VarsAttributes } from "./attributes.ts";
import { denFailure } from "./failures.ts";
import { installerOf } from "./machine-path.ts";

/** What brings the secrets of one host to it. */
export interface Wiring {
  /** The modules of its configuration, one for each tool that installs secrets. */
  readonly modules: readonly unknown[];
  readonly findings: readonly Finding[];
}

/** A file that is deployed to a host. */
interface Deployed {
  readonly instance: Instance;
  readonly handle: FileHandle;
  readonly stored: StoredFile | undefined;
}

/**
 * Declares how secrets get to hosts: those that are deployed to a host and have been generated, as
 * options of sops-nix or agenix with their owner, mode and time. What has not been generated is told.
 */
export function declareWiring(vars: VarsAttributes): Attribute<NodeId, Wiring> {
  return attribute("varsWiring", (host, ctx) => {
    const files = deployedTo(vars, host, ctx);
    if (files.length === 0) return NOTHING;
    const entity = entityOf(vars.base, host, ctx);
    const findings: Finding[] = [];
    const sops: Record<string, unknown> = {};
    const agenix: Agenix = { secrets: {}, units: new Map() };
    const missing: string[] = [];
    for (const { handle, instance, stored } of files) {
      if (stored === undefined) missing.push(handle.id);
      if (!handle.secret || stored === undefined || isEarly(handle)) continue;
      try {
        const installer = installerOf(stored, backendOf(vars, instance, ctx));
        if (installer === "sops-nix") addSops(sops, handle, stored, entity.class === "darwin");
        else if (installer === "agenix")
          addAgenix(agenix, handle, stored, entity.class === "darwin");
      } catch (error) {
        if (error instanceof VarsError) findings.push(...denFailure(error).findings);
        else if (error instanceof DenError) findings.push(...error.findings);
        else throw error;
      }
    }
    if (missing.length > 0) findings.push(notGenerated(entity.name, missing));
    const flavour = entity.class === "darwin" ? "darwinModules" : "nixosModules";
    if (entity.class !== "nixos" && entity.class !== "darwin") return { modules: [], findings };
    const modules: unknown[] = [];
    if (Object.keys(sops).length > 0) {
      modules.push(importing("sops-nix", flavour, "sops", { sops: { secrets: sops } }));
    }
    if (Object.keys(agenix.secrets).length > 0) {
      const config = { age: { secrets: agenix.secrets }, ...restarts(agenix.units) };
      modules.push(importing("agenix", flavour, "age", config));
    }
    return { modules, findings };
  });
}

const NOTHING: Wiring = { modules: [], findings: [] };

/** Every file that is deployed to a host, secret or not, in the order of ids. */
function deployedTo(vars: VarsAttributes, host: NodeId, ctx: Context): Deployed[] {
  const { placed } = ctx.get(vars.places.around, host);
  if (placed.scopes.nodes.length === 0) return [];
  const { machinesOf } = audiences(placed, EMPTY_KEYRING);
  return placed.scopes.nodes.flatMap((node) =>
    [...placed.at(node.id).values()].flatMap((instance) =>
      [...instance.generator.files.keys()].flatMap((file): Deployed[] => {
        const handle = withOwner(fileHandle(placed, instance, file, host), instance, vars, ctx);
        if (!machinesOf(node, handle.deploy, instance.name).some(({ id }) => id === host))
          return [];
        const record = ctx.get(vars.records.stored, node.id, instance.name);
        return [{ instance, handle, stored: record?.files.get(file) }];
      }),
    ),
  );
}

/** What a user's own generators make belongs to the user, unless it says otherwise. */
function withOwner(
  handle: FileHandle,
  { node }: Instance,
  vars: VarsAttributes,
  ctx: Context,
): FileHandle {
  if (node.kind !== "user" || handle.owner !== "root" || handle.neededFor !== "services") {
    return handle;
  }
  const { userName } = entityOf(vars.base, node.id, ctx);
  return userName === undefined ? handle : { ...handle, owner: userName };
}

/** Needed before the machine can decrypt: an installer brings it. */
function isEarly({ neededFor }: FileHandle): boolean {
  return neededFor === "partitioning" || neededFor === "activation";
}

function addSops(
  into: Record<string, unknown>,
  handle: FileHandle,
  stored: StoredFile,
  onDarwin: boolean,
): void {
  if (onDarwin) refuseUnits(handle);
  const secret = resolveVar(sopsNixSecret(stored.location), handle);
  into[secret.name] = {
    sopsFile: nix.path(inFleetFolder(secret.sopsFile)),
    format: secret.format,
    ...(secret.key === "" ? {} : { key: secret.key }),
    mode: secret.mode,
    // Before users exist there is nobody but root that it could belong to.
    ...(secret.neededForUsers
      ? { neededForUsers: true }
      : { ...account("owner", secret.owner), ...account("group", groupOn(secret, onDarwin)) }),
    ...(secret.restartUnits.length === 0 ? {} : { restartUnits: [...secret.restartUnits] }),
  };
}

function refuseUnits(handle: FileHandle): void {
  if (handle.restartUnits.length === 0) return;
  throw unresolvable(
    handle,
    "a secret on darwin",
    `there are no units such as ${handle.restartUnits.join(", ")} to restart`,
    "Drop restartUnits there.",
  );
}

/** What agenix gets, and the files whose change restarts a unit. */
interface Agenix {
  readonly secrets: Record<string, unknown>;
  readonly units: Map<string, string[]>;
}

function addAgenix(
  { secrets, units }: Agenix,
  handle: FileHandle,
  stored: StoredFile,
  onDarwin: boolean,
): void {
  if (onDarwin) refuseUnits(handle);
  for (const name of [handle.owner, handle.group]) {
    if (ACCOUNT.test(name)) continue;
    throw unresolvable(
      handle,
      "an agenix secret",
      `agenix puts the account ${JSON.stringify(name)} into a shell command as it is`,
      "Use its number, or keep the file in a sops backend.",
    );
  }
  // Agenix itself restarts nothing: NixOS does, when the encrypted file is another one.
  const secret = resolveVar(agenixSecret(stored.location), { ...handle, restartUnits: [] });
  for (const unit of handle.restartUnits) {
    if (!UNIT.test(unit)) {
      throw unresolvable(
        handle,
        "an agenix secret",
        `${JSON.stringify(unit)} is no unit that NixOS can restart`,
        "Name units such as nginx.service.",
      );
    }
    units.set(unit, [...(units.get(unit) ?? []), secret.file]);
  }
  secrets[secret.name] = {
    file: nix.path(inFleetFolder(secret.file)),
    owner: secret.owner,
    group: groupOn(secret, onDarwin),
    mode: secret.mode,
  };
}

/** The group of root goes by another name on darwin. */
function groupOn({ group }: { readonly group: string }, onDarwin: boolean): string {
  return onDarwin && group === "root" ? "wheel" : group;
}

/** What a file belongs to, as sops-nix takes it: a name, or a number in an option of its own. */
function account(option: "owner" | "group", value: string): object {
  if (!/^\d+$/.test(value)) return { [option]: value };
  return { [option]: null, [option === "owner" ? "uid" : "gid"]: Number(value) };
}

const ACCOUNT = /^[A-Za-z0-9_.][A-Za-z0-9_.@-]*\$?$/;

// Mounts are a list there, whose members have no names.
const UNIT = /^(.+)\.(service|socket|timer|path|target|slice)$/;

/** `systemd.services.<unit>.restartTriggers`, for each unit. */
function restarts(units: ReadonlyMap<string, readonly string[]>): object {
  if (units.size === 0) return {};
  const systemd: Record<string, Record<string, unknown>> = {};
  for (const [unit, files] of units) {
    const [, name = "", type = ""] = UNIT.exec(unit) ?? [];
    const triggers = files.map((file) => nix.path(inFleetFolder(file)));
    systemd[`${type}s`] = { ...systemd[`${type}s`], [name]: { restartTriggers: triggers } };
  }
  return { systemd };
}

/** A module that needs another one from the flake's inputs, and says so when it is not there. */
function importing(input: string, flavour: string, module: string, config: object): unknown {
  return ({ inputs }: Readonly<Record<string, NixSymbol>>) => ({
    imports: [
      nix.or(
        (inputs as NixSymbol)[input][flavour][module],
        nix.call(
          nix.var("throw"),
          `den: the flake's inputs have no "${input}" with ${flavour}.${module}, which installs secrets`,
        ),
      ),
    ],
    ...config,
  });
}

function notGenerated(host: string, files: readonly string[]): Finding {
  const shown = files.slice(0, 6).join(", ");
  const more = files.length > 6 ? `, … (${files.length})` : "";
  return {
    code: "DEN_VARS_MISSING",
    severity: "warning",
    message: `${host} needs values that have not been generated yet: ${shown}${more}`,
    subject: `host ${host}`,
    remedy: `run \`den vars generate ${host}\``,
  };
}
