import { originText } from "../../diagnostics/origin.ts";
import type {
  WhyAnswer,
  WhyAspect,
  WhyChannel,
  WhyClass,
  WhyOption,
  WhyOutput,
  WhyPolicy,
  WhySecret,
} from "../../explain/answer-why.ts";
import type { Paint } from "../io.ts";
import { arrivalLines } from "./arrivals.ts";
import { settingLines } from "./settings.ts";

const spoken = (id: string): string => id.replace(":", " ");

/** An answer to `den why` as lines for people, once its places have their lines. */
export function whyLines(answer: WhyAnswer, paint: Paint): string[] {
  switch (answer.kind) {
    case "aspect":
      return aspectLines(answer, paint);
    case "class":
      return classLines(answer, paint);
    case "policy":
      return policyLines(answer, paint);
    case "channel":
      return channelLines(answer, paint);
    case "output":
      return outputLines(answer, paint);
    case "option":
      return optionLines(answer, paint);
    case "secret":
      return secretLines(answer, paint);
    case "setting":
      return settingLines(answer, true, paint);
  }
}

function aspectLines({ aspect, host, found, scopes }: WhyAspect, paint: Paint): string[] {
  return [
    ...scopes.flatMap((scope) => [
      ...(scope.chains.length === 0
        ? []
        : [
            `${paint.bold(aspect)} at ${spoken(scope.scope)}  ${paint.dim(scope.declared.map(originText).join(", "))}`,
          ]),
      ...scope.chains.map((chain) => `  ${chain.join(" → ")}`),
      ...scope.excluded.map(
        (stone) =>
          `  ${paint.yellow("excluded")} at ${spoken(scope.scope)} by ${stone.by}  ${paint.dim(originText(stone.origin))}`,
      ),
    ]),
    ...(found ? [] : [`${aspect} is not at ${host} (den why-not ${host} ${aspect})`]),
  ];
}

function classLines({ contents, host, class: name }: WhyClass, paint: Paint): string[] {
  return contents.length === 0 ? [`${host} has no ${name} content`] : arrivalLines(contents, paint);
}

/** A policy with its effects and its reasons, scope by scope. */
export function policyLines(
  { policy, at, origin, host, outcomes }: WhyPolicy,
  paint: Paint,
): string[] {
  return [
    `${paint.bold(`policy ${policy}`)} at ${at}  ${paint.dim(originText(origin))}`,
    ...(outcomes.length === 0 ? [`  there is no ${at} at ${host}`] : []),
    ...outcomes.flatMap(({ scope, effects, suppressed, problems }) => [
      suppressed === undefined
        ? `  ${paint.green("fired")} at ${spoken(scope)}`
        : `  ${paint.yellow("suppressed")} at ${spoken(scope)}: ${suppressed}`,
      ...effects.map((effect) => `    ${effect}`),
      ...problems.map((problem) => `    ${paint.red(problem)}`),
    ]),
  ];
}

function channelLines({ channel, host, items, operations }: WhyChannel, paint: Paint): string[] {
  return [
    ...(items.length === 0 ? [`nothing arrives on ${channel} at ${host}`] : []),
    ...items.flatMap((item) => [
      `${paint.bold(JSON.stringify(item.value))}  from ${item.aspect} at ${spoken(item.scope)}${item.at === `host:${host}` ? "" : `, read at ${spoken(item.at)}`}  ${paint.dim(originText(item.origin))}`,
      ...item.chains.map((chain) => `  ${chain.join(" → ")}`),
    ]),
    ...operations.map(
      ({ text, scope, policy, origin }) =>
        `${text} at ${spoken(scope)} by policy ${policy}  ${paint.dim(originText(origin))}`,
    ),
  ];
}

function outputLines({ output, file, contents }: WhyOutput, paint: Paint): string[] {
  return [
    `${paint.bold(output)}${file === undefined ? "" : paint.dim(`  ${file}`)}`,
    ...(contents.length === 0 ? ["  it has no modules from here"] : []),
    ...arrivalLines(contents, paint).map((line) => `  ${line}`),
  ];
}

function optionLines({ contents }: WhyOption, paint: Paint): string[] {
  return contents.flatMap((one) => [
    `${paint.bold(one.path.join("."))} = ${JSON.stringify(one.value)}`,
    ...arrivalLines([one], paint).map((line) => `  ${line}`),
  ]);
}

function secretLines({ secret, declared, values }: WhySecret, paint: Paint): string[] {
  return [
    ...declared.flatMap(({ scope, aspect, origin, chains }) => [
      `${paint.bold(secret)} of ${aspect === undefined ? spoken(scope) : `${aspect} at ${spoken(scope)}`}  ${paint.dim(originText(origin))}`,
      ...chains.map((chain) => `  ${chain.join(" → ")}`),
    ]),
    ...values.flatMap(({ id, because, backend, backendBy, files }) => [
      `${paint.bold(id)}: ${because}`,
      `  kept in ${backend}${backendBy === undefined ? "" : ` (policy ${backendBy})`}`,
      ...files.map(({ name, secret: isSecret, exists, deployed, path }) => {
        const place = deployed
          ? (path ?? (isSecret ? "brought here" : "in the repository"))
          : "not brought here";
        return `  ${name}  ${isSecret ? "secret" : "public"}, ${exists ? "generated" : "not generated yet"}, ${place}`;
      }),
    ]),
  ];
}
