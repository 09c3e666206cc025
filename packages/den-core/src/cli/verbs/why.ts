import { refuse } from "../../diagnostics/den-error.ts";
import { splitThing } from "../../explain/split-thing.ts";
import { outputNames } from "../../explain/why-output.ts";
import { policyNames } from "../../explain/why-policy.ts";
import { suggestion } from "../../model/reader.ts";
import { hostId } from "../../pipeline/pipeline.ts";
import { paintFor } from "../io.ts";
import { located } from "../located.ts";
import type { Verb } from "../main.ts";
import { openFleet } from "../open-fleet.ts";
import { tellSettings } from "../tell/settings.ts";
import {
  type Question,
  type Told,
  tellAspect,
  tellChannel,
  tellClass,
  tellOption,
  tellOutput,
  tellPolicy,
  tellSecret,
} from "../tell/why-things.ts";

/** What a name may stand for, in the order in which it is looked up. */
const KINDS: readonly {
  readonly kind: string;
  readonly has: (question: Question) => boolean;
  readonly tell: (question: Question) => Told | undefined;
}[] = [
  { kind: "class", has: ({ pipeline, name }) => pipeline.model.classes.has(name), tell: tellClass },
  {
    kind: "aspect",
    has: ({ pipeline, name }) => pipeline.model.aspects.has(name),
    tell: tellAspect,
  },
  {
    kind: "channel",
    has: ({ pipeline, name }) => pipeline.model.channels.has(name),
    tell: tellChannel,
  },
  {
    kind: "policy",
    has: ({ pipeline, name }) => policyNames(pipeline).has(name),
    tell: tellPolicy,
  },
  { kind: "output", has: ({ name }) => name.includes("."), tell: tellOutput },
  { kind: "secret", has: ({ name }) => name !== "", tell: tellSecret },
  { kind: "option", has: ({ name }) => name !== "", tell: tellOption },
];

/** `den why HOST THING`: where something at a host comes from, down to file and line. */
export const verb: Verb = {
  define: (command) =>
    command
      .argument("<host>", "a host")
      .argument(
        "<thing>",
        "an aspect, a class, a setting (nginx.port), a policy, a channel, an output, a secret or an option (services.nginx.enable); `policy:x` where a name means several",
      ),
  async run(io, args, options) {
    const fleet = await openFleet(io, options);
    const { pipeline, locator } = fleet;
    const { model } = pipeline;
    const [host = "", thing = ""] = args;
    const id = hostId(model, host);
    const colon = thing.indexOf(":");
    const only = KINDS.find(({ kind }) => colon > 0 && kind === thing.slice(0, colon));
    const plainly = KINDS.map((kind) => ({ ...kind, name: thing }));
    const asked =
      only === undefined ? plainly : [...plainly, { ...only, name: thing.slice(colon + 1) }];
    const setting = splitThing(thing, model.aspects);
    const isSetting = setting.aspect !== undefined && setting.path !== "";
    for (const { has, tell, name, kind } of asked) {
      // `nginx.port` is the setting rather than an option of the configuration.
      if (kind === "option" && isSetting && name === thing) continue;
      const question = { pipeline, host, id, name };
      const answer = has(question) ? tell(question) : undefined;
      if (answer === undefined) continue;
      const data = await located(answer.data, locator);
      if (options.json === true) io.out(`${JSON.stringify(data, null, 2)}\n`);
      else {
        const paint = await paintFor(io, options.color !== false);
        for (const line of answer.lines(data, paint)) io.out(`${line}\n`);
      }
      return answer.found ? 0 : 1;
    }
    const { aspect, path } = setting;
    if (aspect !== undefined && isSetting) {
      await tellSettings(io, fleet, { host, id, aspect, path, why: true }, options);
      return 0;
    }
    return refuse(
      "DEN_UNKNOWN_ASPECT",
      `there is no aspect, class, setting, policy, channel, output, secret or option ${JSON.stringify(thing)} at ${host}`,
      {
        remedy: suggestion(thing, [
          ...model.aspects.keys(),
          ...model.classes.keys(),
          ...model.channels.keys(),
          ...policyNames(pipeline).keys(),
          ...outputNames(pipeline, id),
        ]),
      },
    );
  },
};
