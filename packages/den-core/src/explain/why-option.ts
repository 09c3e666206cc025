import { isNixExpr, print } from "gen-nix";
import { isRecord } from "../model/reader.ts";
import type { NodeId } from "../pipeline/base.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { chainsTo } from "../pipeline/resolved.ts";
import { plain } from "../plan/plan.ts";
import type { Arrival } from "./why.ts";

/** A module that sets an option, or an option above or below it. */
export interface OptionArrival extends Arrival {
  /** The options path in the module that the value stands at. */
  readonly path: readonly string[];
  /** The value as declared; Nix code as `{ nix: text }`. */
  readonly value: unknown;
}

/**
 * The modules of a host that say something about an option of its configuration, such as
 * `services.nginx.enable`. Only den's own modules are looked at, and only what they spell out: a value
 * that is Nix code from some name on is told with the name where the code begins.
 */
export function explainOption(pipeline: Pipeline, host: NodeId, option: string): OptionArrival[] {
  const { evaluator, outputs, resolution } = pipeline;
  const wanted = option.split(".");
  const configuration = evaluator.get(outputs.host, host);
  const all = [
    ...configuration.modules,
    ...configuration.homes.flatMap((home) =>
      home.modules.map(({ at, ...rest }) => ({
        ...rest,
        at: ["home-manager", "users", home.userName, ...at],
      })),
    ),
  ];
  return all.flatMap(({ contribution, at }): OptionArrival[] => {
    const found = valueAt(at, contribution.content.value, wanted);
    if (found === undefined) return [];
    return [
      {
        aspect: contribution.aspect,
        class: contribution.class,
        at,
        origin: contribution.origin,
        chains: contribution.from.flatMap((scope) =>
          chainsTo(evaluator.get(resolution.resolution, scope), contribution.aspect),
        ),
        ...found,
      },
    ];
  });
}

function valueAt(
  at: readonly string[],
  content: unknown,
  wanted: readonly string[],
): { readonly path: readonly string[]; readonly value: unknown } | undefined {
  const shared = Math.min(at.length, wanted.length);
  if (at.slice(0, shared).some((name, index) => name !== wanted[index])) return undefined;
  let value = content;
  const path = [...at];
  while (path.length < wanted.length) {
    const next = wanted[path.length] as string;
    if (isNixExpr(value)) {
      // Code may say anything; it counts where it names what is asked for.
      return print(value).includes(wanted.at(-1) ?? "") ? { path, value: plain(value) } : undefined;
    }
    if (!isRecord(value) || !Object.hasOwn(value, next)) return undefined;
    value = value[next];
    path.push(next);
  }
  return { path, value: plain(value) };
}
