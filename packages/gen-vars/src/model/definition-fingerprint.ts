import { hash } from "node:crypto";
import type { DefinitionFingerprint, Generator } from "./generator.ts";
import { canonicalJson } from "./json.ts";

const STORE_PATH = /\/nix\/store\/[0-9a-z]{32}-([A-Za-z0-9+._?=-]+)/g;

/**
 * The parts of a fingerprint that the definition alone determines. Store paths count by their
 * package's name, without hash and version, so that a newer nixpkgs makes nothing stale.
 */
export function definitionFingerprint(
  generator: Omit<Generator, "fingerprint">,
): DefinitionFingerprint {
  const templates = [...generator.files.values()].flatMap((file) =>
    file.template === undefined ? [] : [[file.name, file.template.source]],
  );
  const inputs = {
    runtimeInputs: generator.runtimeInputs.map((input) => [
      packageName(input.package),
      input.programs,
    ]),
    prompts: [...generator.prompts.values()].map((prompt) => [prompt.name, prompt.type]),
    dependencies: generator.dependencies.map(({ as, generator: on, node, scope }) => [
      as,
      on,
      node ?? null,
      scope ?? null,
    ]),
  };
  return {
    script: short(canonicalJson([neutral(generator.script), templates])),
    inputs: short(canonicalJson(inputs)),
    validation: generator.validation === null ? null : hash("sha256", generator.validation, "hex"),
  };
}

/** sha256, cut to 128 bits, base64url: for comparing definitions, never for secrets. */
function short(text: string): string {
  return hash("sha256", text, "base64url").slice(0, 22);
}

function neutral(text: string): string {
  return text.replace(STORE_PATH, (_, name: string) => `/nix/store/${drvName(name)}`);
}

/** A runtime input without what changes between versions of one package set. */
export function packageName(input: string): string {
  const match = /^\/nix\/store\/[0-9a-z]{32}-([A-Za-z0-9+._?=-]+)$/.exec(input);
  return match === null ? input : drvName(match[1] as string);
}

/** Nix's `parseDrvName`: the name ends before the first dash that no letter follows. */
function drvName(name: string): string {
  return name.replace(/-[^A-Za-z].*$/, "");
}
