import { originText } from "../../diagnostics/origin.ts";
import type { Arrival } from "../../explain/why.ts";
import type { Paint } from "../io.ts";

/** Content with the chains that brought it, two levels of lines for each piece. */
export function arrivalLines(contents: readonly Arrival[], paint: Paint): string[] {
  return contents.flatMap((one) => {
    const at = one.at.length === 0 ? "" : ` at ${one.at.join(".")}`;
    return [
      `${paint.bold(one.aspect)} ${one.class}${at}  ${paint.dim(originText(one.origin))}`,
      ...one.chains.map((chain) => `  ${chain.join(" → ")}`),
    ];
  });
}
