import { refuse } from "../diagnostics/den-error.ts";
import { suggestion } from "../model/reader.ts";
import type { NodeId } from "../pipeline/base.ts";
import { hostId, type Pipeline } from "../pipeline/pipeline.ts";
import { type SettingsAnswer, settingsAt } from "./settings-at.ts";
import { splitThing } from "./split-thing.ts";
import { type Arrival, explainClass, explainInclusion, type Inclusion } from "./why.ts";
import { type ChannelAnswer, explainChannel } from "./why-channel.ts";
import { explainOption, type OptionArrival } from "./why-option.ts";
import { explainOutput, type OutputAnswer, outputNames } from "./why-output.ts";
import { explainPolicy, type PolicyAnswer, policyNames } from "./why-policy.ts";
import { explainSecret, generatorOf, type SecretArrival } from "./why-secret.ts";
import { type ValuesAtHost, valuesAt } from "./why-values.ts";

interface Asked {
  readonly host: string;
  /** Whether the host has the thing at all. */
  readonly found: boolean;
}

/** An aspect: its chains at the host and its users, and who excludes it. */
export interface WhyAspect extends Asked {
  readonly kind: "aspect";
  readonly aspect: string;
  readonly scopes: readonly Inclusion[];
}

/** A class: the host's content of it, with the chains of the aspects that brought it. */
export interface WhyClass extends Asked {
  readonly kind: "class";
  readonly class: string;
  readonly contents: readonly Arrival[];
}

/** Settings: one, or those below a name. */
export interface WhySetting extends Asked, SettingsAnswer {
  readonly kind: "setting";
}

/** A policy: its effects where it fired, its reasons where it did not. */
export interface WhyPolicy extends Asked, PolicyAnswer {
  readonly kind: "policy";
}

/** A channel: its items as the host reads them, and what policies do to it. */
export interface WhyChannel extends Asked, ChannelAnswer {
  readonly kind: "channel";
}

/** An output attribute: its modules with their chains. */
export interface WhyOutput extends Asked, OutputAnswer {
  readonly kind: "output";
}

/** A secret, or its generator: who declares it. */
export interface WhySecret extends Asked {
  readonly kind: "secret";
  readonly secret: string;
  readonly declared: readonly SecretArrival[];
  /** Where its values live, who keeps them, and what of them gets to the host. */
  readonly values: readonly ValuesAtHost[];
}

/** An option of the host's configuration: the modules that set it. */
export interface WhyOption extends Asked {
  readonly kind: "option";
  readonly option: string;
  readonly contents: readonly OptionArrival[];
}

/** Where a thing at a host comes from: plain data, told apart by `kind`. */
export type WhyAnswer =
  | WhyAspect
  | WhyClass
  | WhySetting
  | WhyPolicy
  | WhyChannel
  | WhyOutput
  | WhySecret
  | WhyOption;

interface Question {
  readonly pipeline: Pipeline;
  readonly host: string;
  readonly id: NodeId;
  readonly name: string;
}

/** What a name may stand for, in the order in which it is looked up; undefined where it does not. */
const KINDS: readonly {
  readonly kind: WhyAnswer["kind"];
  readonly ask: (question: Question) => WhyAnswer | undefined;
}[] = [
  {
    kind: "class",
    ask({ pipeline, host, id, name }) {
      if (!pipeline.model.classes.has(name)) return undefined;
      const contents = explainClass(pipeline, id, name);
      return { kind: "class", host, found: contents.length > 0, class: name, contents };
    },
  },
  {
    kind: "aspect",
    ask({ pipeline, host, id, name }) {
      if (!pipeline.model.aspects.has(name)) return undefined;
      const scopes = explainInclusion(pipeline, id, name);
      const found = scopes.some((scope) => scope.chains.length > 0);
      return { kind: "aspect", host, found, aspect: name, scopes };
    },
  },
  {
    kind: "channel",
    ask({ pipeline, host, id, name }) {
      if (!pipeline.model.channels.has(name)) return undefined;
      const answer = explainChannel(pipeline, id, name);
      return { kind: "channel", host, found: answer.items.length > 0, ...answer };
    },
  },
  { kind: "policy", ask: whyPolicy },
  {
    kind: "output",
    ask({ pipeline, host, id, name }) {
      const answer = name.includes(".") ? explainOutput(pipeline, id, name) : undefined;
      return answer && { kind: "output", host, found: answer.contents.length > 0, ...answer };
    },
  },
  {
    kind: "secret",
    ask({ pipeline, host, id, name }) {
      const declared = name === "" ? [] : explainSecret(pipeline, id, name);
      return declared.length === 0
        ? undefined
        : {
            kind: "secret",
            host,
            found: true,
            secret: name,
            declared,
            values: valuesAt(pipeline, id, generatorOf(name)),
          };
    },
  },
  {
    kind: "option",
    ask({ pipeline, host, id, name }) {
      const contents = name === "" ? [] : explainOption(pipeline, id, name);
      return contents.length === 0
        ? undefined
        : { kind: "option", host, found: true, option: name, contents };
    },
  },
];

/** What a policy did at a host; undefined when there is none of that name. */
export function whyPolicy({ pipeline, host, id, name }: Question): WhyPolicy | undefined {
  const policy = policyNames(pipeline).get(name);
  if (policy === undefined) return undefined;
  const answer = explainPolicy(pipeline, id, policy);
  const found = answer.outcomes.some(({ effects }) => effects.length > 0);
  return { kind: "policy", host, found, ...answer };
}

/**
 * Where a thing at a host comes from: an aspect, a class, a setting (`nginx.port`), a policy, a channel,
 * an output, a secret or an option; `policy:x` where a name means several.
 *
 * @throws DenError `DEN_UNKNOWN_HOST`, `DEN_UNKNOWN_ASPECT` for a name that means nothing at the host
 */
export function answerWhy(pipeline: Pipeline, host: string, thing: string): WhyAnswer {
  const { model } = pipeline;
  const id = hostId(model, host);
  const colon = thing.indexOf(":");
  const only = KINDS.find(({ kind }) => colon > 0 && kind === thing.slice(0, colon));
  const plainly = KINDS.map((kind) => ({ ...kind, name: thing }));
  const asked =
    only === undefined ? plainly : [...plainly, { ...only, name: thing.slice(colon + 1) }];
  const setting = splitThing(thing, model.aspects);
  const isSetting = setting.aspect !== undefined && setting.path !== "";
  for (const { ask, name, kind } of asked) {
    // `nginx.port` is the setting rather than an option of the configuration.
    if (kind === "option" && isSetting && name === thing) continue;
    const answer = ask({ pipeline, host, id, name });
    if (answer !== undefined) return answer;
  }
  const { aspect, path } = setting;
  if (aspect !== undefined && isSetting) {
    const answer = settingsAt(pipeline, host, aspect, path);
    return { kind: "setting", found: answer.present, ...answer };
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
}
