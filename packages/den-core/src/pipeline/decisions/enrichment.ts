import { enriched, type RuleContext, v } from "gen-derive";
import { isRecord } from "../../model/reader.ts";
import { HERE } from "./presence-rules.ts";

/** Thrown when a policy reads a value that another policy has not (yet) added. */
export class NotEnriched extends Error {
  readonly key: string;
  constructor(key: string) {
    super(`nothing provides ${key}`);
    this.key = key;
  }
}

/** The arguments of a scope, and the values that policies add, by key. */
export function withEnriched(
  args: Readonly<Record<string, unknown>>,
  context: RuleContext,
  inherited: ReadonlyMap<string, unknown>,
): object {
  return new Proxy(args, {
    get(target, key) {
      if (typeof key !== "string" || key in target) return Reflect.get(target, key);
      const value = context.value(enriched(key)(HERE, v("value") as never) as never) as unknown;
      if (value !== undefined) return isRecord(value) && "$opaque" in value ? value.value : value;
      if (inherited.has(key)) return inherited.get(key);
      throw new NotEnriched(key);
    },
  });
}
