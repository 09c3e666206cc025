import { fileId } from "../model/names.ts";
import type { PlanState } from "../plan/plan.ts";
import { isoTime } from "../state/state-file.ts";
import { reasonText } from "./check-vars.ts";
import { planOf, type VarsPlan } from "./plan-of.ts";
import type { Vars } from "./vars.ts";

/** One file in a list: plain data without any value. */
export interface VarRow {
  readonly id: string;
  readonly scope: string;
  readonly kind: string;
  readonly generator: string;
  readonly file: string;
  readonly secret: boolean;
  readonly store: string | undefined;
  /** Of this file: `missing` even when only it is; else the state of its generator. */
  readonly state: PlanState;
  readonly reasons: readonly string[];
  /** ISO times. */
  readonly created: string | undefined;
  readonly expires: string | undefined;
  readonly rotates: string | undefined;
}

/** All files of the model in plan order, as rows. */
export async function listVars(vars: Vars, plan?: VarsPlan): Promise<VarRow[]> {
  const { entries } = plan ?? (await planOf(vars));
  return entries.flatMap((entry) => {
    const { instance, stored } = entry;
    return [...instance.generator.files.values()].map((file): VarRow => {
      const found = stored?.files.get(file.name);
      const own = entry.reasons.filter(
        (reason) => !("file" in reason) || reason.file === file.name,
      );
      const missing = found === undefined && entry.state !== "blocked";
      const fine = own.length === 0 && entry.state === "stale";
      return {
        id: fileId(instance.node.id, instance.name, file.name),
        scope: instance.node.id,
        kind: instance.node.kind,
        generator: instance.name,
        file: file.name,
        secret: file.secret,
        store: found?.store ?? wantedStore(vars, entry.instance, file),
        state: missing ? "missing" : fine ? "ok" : entry.state,
        reasons: own.map(reasonText),
        created: time(found === undefined ? undefined : stored?.created),
        expires: time(entry.expiresAt),
        rotates: time(entry.rotateAt),
      };
    });
  });
}

function wantedStore(vars: Vars, ...file: Parameters<Vars["storeFor"]>): string | undefined {
  try {
    return vars.storeFor(...file).name;
  } catch {
    return undefined;
  }
}

function time(seconds: number | undefined): string | undefined {
  return seconds === undefined ? undefined : isoTime(seconds);
}
