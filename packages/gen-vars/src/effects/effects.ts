import { randomBytes } from "node:crypto";
import { type FileSystem, nodeFileSystem } from "./file-system.ts";
import { nodeProcesses, type Processes } from "./processes.ts";
import { type RunProgram, runProgram } from "./run-program.ts";

/** Everything that stores and commands do to the world outside, replaceable in tests. */
export interface Effects {
  readonly files: FileSystem;
  readonly processes: Processes;
  readonly run: RunProgram;
  readonly randomBytes: (count: number) => Uint8Array;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** This machine. */
export const nodeEffects: Effects = {
  files: nodeFileSystem,
  processes: nodeProcesses,
  run: runProgram,
  randomBytes,
  now: () => Math.floor(Date.now() / 1000),
};
