import { type Refusal, refusal } from "../failure/refusal.ts";
import { declare } from "./declare.ts";
import { originOf } from "./origin.ts";
import type { AttributeOptions, Input } from "./types.ts";

/** The options of an input. */
export interface InputOptions<Value> extends AttributeOptions<Value> {
  /** The value of every node for which none was set. @default reading such a node is an error */
  readonly default?: Value;
}

function unset(name: string): Refusal {
  return {
    code: "input-unset",
    message: `The input ${name} has no value here and no default.`,
    remedy: "Set it before it is read, or declare it with a default.",
    culprits: [name],
  };
}

/**
 * Declares an input: an attribute whose values come from outside, through `set` and `edit` of an
 * evaluator. Setting an equal value changes nothing.
 */
export function input<Node, Value>(
  name: string,
  options: InputOptions<Value> = {},
): Input<Node, Value> {
  const { equal } = options;
  return declare<Node, Value, void, "input">("input", name, originOf(input, options.origin), {
    // Runs where no value was set.
    equation: () => {
      if (!("default" in options)) throw refusal(unset(name));
      return options.default as Value;
    },
    ...(equal === undefined ? {} : { equal }),
  });
}
