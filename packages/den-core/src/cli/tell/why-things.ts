import { originText } from "../../diagnostics/origin.ts";
import { explainClass, explainInclusion } from "../../explain/why.ts";
import { explainChannel } from "../../explain/why-channel.ts";
import { explainOption } from "../../explain/why-option.ts";
import { explainOutput } from "../../explain/why-output.ts";
import { explainPolicy, policyNames } from "../../explain/why-policy.ts";
import { explainSecret } from "../../explain/why-secret.ts";
import type { NodeId } from "../../pipeline/base.ts";
import type { Pipeline } from "../../pipeline/pipeline.ts";
import type { Paint } from "../io.ts";
import { arrivalLines } from "./arrivals.ts";

/** An answer to `den why`: as data, as lines, and whether the host has the thing at all. */
export interface Told<T extends object = object> {
  readonly data: T;
  readonly found: boolean;
  /** The lines for people, once places have their lines. */
  readonly lines: (data: T, paint: Paint) => string[];
}

/** What is asked: a thing of some kind at a host. */
export interface Question {
  readonly pipeline: Pipeline;
  readonly host: string;
  readonly id: NodeId;
  readonly name: string;
}

const spoken = (id: NodeId): string => id.replace(":", " ");

function told<T extends object>(
  data: T,
  found: boolean,
  lines: (data: T, paint: Paint) => string[],
): Told {
  return { data, found, lines: lines as Told["lines"] };
}

/** An aspect: its chains at the host and its users, and who excludes it. */
export function tellAspect({ pipeline, host, id, name }: Question): Told {
  const scopes = explainInclusion(pipeline, id, name);
  const found = scopes.some((scope) => scope.chains.length > 0);
  return told({ host, aspect: name, scopes }, found, (data, paint) => [
    ...data.scopes.flatMap((scope) => [
      ...(scope.chains.length === 0
        ? []
        : [
            `${paint.bold(name)} at ${spoken(scope.scope)}  ${paint.dim(scope.declared.map(originText).join(", "))}`,
          ]),
      ...scope.chains.map((chain) => `  ${chain.join(" → ")}`),
      ...scope.excluded.map(
        (stone) =>
          `  ${paint.yellow("excluded")} at ${spoken(scope.scope)} by ${stone.by}  ${paint.dim(originText(stone.origin))}`,
      ),
    ]),
    ...(found ? [] : [`${name} is not at ${host} (den why-not ${host} ${name})`]),
  ]);
}

/** A class: the host's content of it, with the chains of the aspects that brought it. */
export function tellClass({ pipeline, host, id, name }: Question): Told {
  const contents = explainClass(pipeline, id, name);
  return told({ host, class: name, contents }, contents.length > 0, (data, paint) =>
    data.contents.length === 0
      ? [`${host} has no ${name} content`]
      : arrivalLines(data.contents, paint),
  );
}

/** A policy: its effects where it fired, its reasons where it did not. */
export function tellPolicy({ pipeline, host, id, name }: Question): Told {
  const policy = policyNames(pipeline).get(name);
  if (policy === undefined) throw new Error(`no policy ${name}`);
  const answer = explainPolicy(pipeline, id, policy);
  const found = answer.outcomes.some(({ effects }) => effects.length > 0);
  return told({ host, ...answer }, found, (data, paint) => [
    `${paint.bold(`policy ${name}`)} at ${data.at}  ${paint.dim(originText(data.origin))}`,
    ...(data.outcomes.length === 0 ? [`  there is no ${data.at} at ${host}`] : []),
    ...data.outcomes.flatMap(({ scope, effects, suppressed, problems }) => [
      suppressed === undefined
        ? `  ${paint.green("fired")} at ${spoken(scope)}`
        : `  ${paint.yellow("suppressed")} at ${spoken(scope)}: ${suppressed}`,
      ...effects.map((effect) => `    ${effect}`),
      ...problems.map((problem) => `    ${paint.red(problem)}`),
    ]),
  ]);
}

/** A channel: its items as the host reads them, and what policies do to it. */
export function tellChannel({ pipeline, host, id, name }: Question): Told {
  const answer = explainChannel(pipeline, id, name);
  return told({ host, ...answer }, answer.items.length > 0, (data, paint) => [
    ...(data.items.length === 0 ? [`nothing arrives on ${name} at ${host}`] : []),
    ...data.items.flatMap((item) => [
      `${paint.bold(JSON.stringify(item.value))}  from ${item.aspect} at ${spoken(item.scope)}${item.at === id ? "" : `, read at ${spoken(item.at)}`}  ${paint.dim(originText(item.origin))}`,
      ...item.chains.map((chain) => `  ${chain.join(" → ")}`),
    ]),
    ...data.operations.map(
      ({ text, scope, policy, origin }) =>
        `${text} at ${spoken(scope)} by policy ${policy}  ${paint.dim(originText(origin))}`,
    ),
  ]);
}

/** An output attribute: its modules with their chains; undefined when nothing at the host makes it. */
export function tellOutput({ pipeline, host, id, name }: Question): Told | undefined {
  const answer = explainOutput(pipeline, id, name);
  if (answer === undefined) return undefined;
  return told({ host, ...answer }, answer.contents.length > 0, (data, paint) => [
    `${paint.bold(name)}${data.file === undefined ? "" : paint.dim(`  ${data.file}`)}`,
    ...(data.contents.length === 0 ? ["  it has no modules from here"] : []),
    ...arrivalLines(data.contents, paint).map((line) => `  ${line}`),
  ]);
}

/** An option of the host's configuration: the modules that set it; undefined when none of them does. */
export function tellOption({ pipeline, host, id, name }: Question): Told | undefined {
  const contents = explainOption(pipeline, id, name);
  if (contents.length === 0) return undefined;
  return told({ host, option: name, contents }, true, (data, paint) =>
    data.contents.flatMap((one) => [
      `${paint.bold(one.path.join("."))} = ${JSON.stringify(one.value)}`,
      ...arrivalLines([one], paint).map((line) => `  ${line}`),
    ]),
  );
}

/** A secret, or its generator: who declares it; undefined when nobody around the host does. */
export function tellSecret({ pipeline, host, id, name }: Question): Told | undefined {
  const declared = explainSecret(pipeline, id, name);
  if (declared.length === 0) return undefined;
  return told({ host, secret: name, declared }, true, (data, paint) =>
    data.declared.flatMap(({ scope, aspect, origin, chains }) => [
      `${paint.bold(name)} of ${aspect === undefined ? spoken(scope) : `${aspect} at ${spoken(scope)}`}  ${paint.dim(originText(origin))}`,
      ...chains.map((chain) => `  ${chain.join(" → ")}`),
    ]),
  );
}
