import { refuse } from "../../diagnostics/den-error.ts";
import { originText } from "../../diagnostics/origin.ts";
import { explainClass, explainInclusion } from "../../explain/why.ts";
import { suggestion } from "../../model/reader.ts";
import { hostId } from "../../pipeline/pipeline.ts";
import { paintFor } from "../io.ts";
import type { Verb } from "../main.ts";
import { openFleet } from "../open-fleet.ts";

/** `den why HOST ASPECT` and `den why HOST CLASS`: the chains that led there. */
export const verb: Verb = {
  define: (command) =>
    command.argument("<host>", "a host").argument("<thing>", "an aspect, or a class"),
  async run(io, args, options) {
    const fleet = await openFleet(io, options);
    const { pipeline, locator } = fleet;
    const [host = "", thing = ""] = args;
    const id = hostId(pipeline.model, host);
    const paint = await paintFor(io, options.color !== false);
    if (pipeline.model.classes.has(thing)) {
      const contents = explainClass(pipeline, id, thing);
      const located = await Promise.all(
        contents.map(async (one) => ({ ...one, origin: await locator.locate(one.origin) })),
      );
      if (options.json === true)
        io.out(`${JSON.stringify({ host, class: thing, contents: located }, null, 2)}\n`);
      else if (located.length === 0) io.out(`${host} has no ${thing} content\n`);
      for (const one of options.json === true ? [] : located) {
        const at = one.at.length === 0 ? "" : ` at ${one.at.join(".")}`;
        io.out(
          `${paint.bold(one.aspect)} ${one.class}${at}  ${paint.dim(originText(one.origin))}\n`,
        );
        for (const chain of one.chains) io.out(`  ${chain.join(" → ")}\n`);
      }
      return located.length === 0 ? 1 : 0;
    }
    if (!pipeline.model.aspects.has(thing)) {
      refuse("DEN_UNKNOWN_ASPECT", `there is no aspect and no class ${JSON.stringify(thing)}`, {
        remedy: suggestion(thing, [
          ...pipeline.model.aspects.keys(),
          ...pipeline.model.classes.keys(),
        ]),
      });
    }
    const inclusion = explainInclusion(pipeline, id, thing);
    const scopes = await Promise.all(
      inclusion.map(async (scope) => ({
        ...scope,
        declared: await Promise.all(scope.declared.map((place) => locator.locate(place))),
        excluded: await Promise.all(
          scope.excluded.map(async (stone) => ({
            ...stone,
            origin: await locator.locate(stone.origin),
          })),
        ),
      })),
    );
    if (options.json === true)
      io.out(`${JSON.stringify({ host, aspect: thing, scopes }, null, 2)}\n`);
    else {
      for (const scope of scopes) {
        if (scope.chains.length > 0) {
          io.out(
            `${paint.bold(thing)} at ${scope.scope.replace(":", " ")}  ${paint.dim(scope.declared.map(originText).join(", "))}\n`,
          );
        }
        for (const chain of scope.chains) io.out(`  ${chain.join(" → ")}\n`);
        for (const stone of scope.excluded) {
          io.out(
            `  ${paint.yellow("excluded")} at ${scope.scope.replace(":", " ")} by ${stone.by}  ${paint.dim(originText(stone.origin))}\n`,
          );
        }
      }
      if (scopes.every((scope) => scope.chains.length === 0))
        io.out(`${thing} is not at ${host}\n`);
    }
    return scopes.some((scope) => scope.chains.length > 0) ? 0 : 1;
  },
};
