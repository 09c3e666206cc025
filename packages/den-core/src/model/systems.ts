import { type Finding, problem } from "../diagnostics/finding.ts";
import type { Origin } from "../diagnostics/origin.ts";
import { suggestion } from "./reader.ts";

/** The systems that suggestions are made from; any other of the right shape is accepted too. */
const COMMON: readonly string[] = [
  "x86_64-linux",
  "aarch64-linux",
  "armv6l-linux",
  "armv7l-linux",
  "i686-linux",
  "powerpc64le-linux",
  "riscv64-linux",
  "x86_64-darwin",
  "aarch64-darwin",
  "x86_64-freebsd",
];

/** Architectures and operating systems of nixpkgs' `lib.systems.doubles`. */
const ARCHITECTURES: ReadonlySet<string> = new Set(
  "aarch64 aarch64_be arc arm armv5tel armv6l armv7a armv7l avr i686 javascript loongarch64 m68k microblaze microblazeel mips mips64 mips64el mipsel mmix msp430 or1k powerpc powerpc64 powerpc64le powerpcle riscv32 riscv64 rx s390 s390x sh4 vc4 wasm32 wasm64 x86_64".split(
    " ",
  ),
);
const OPERATING_SYSTEMS: ReadonlySet<string> = new Set(
  "cygwin darwin freebsd genode ghcjs linux mmixware netbsd none openbsd redox solaris uefi wasi windows".split(
    " ",
  ),
);

/**
 * What is wrong with a system: an error when it is no architecture and operating system at all, a
 * warning when nixpkgs knows one of the two by no such name, as of a system that is misspelt.
 */
export function systemProblem(system: string, origin: Origin): Finding | undefined {
  const rest = { places: [origin], remedy: suggestion(system, COMMON) };
  const quoted = JSON.stringify(system);
  const [, architecture = "", os = ""] = /^([a-z0-9_]+)-([a-z0-9_]+)$/.exec(system) ?? [];
  if (architecture === "") return problem("DEN_UNKNOWN_SYSTEM", `${quoted} is not a system`, rest);
  if (ARCHITECTURES.has(architecture) && OPERATING_SYSTEMS.has(os)) return undefined;
  const message = `nixpkgs knows no system ${quoted}`;
  return { ...problem("DEN_UNKNOWN_SYSTEM", message, rest), severity: "warning" };
}
