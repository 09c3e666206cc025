import {
  NixError,
  type NixErrorCode,
  type NixFailure,
  type NixPosition,
  type ValuePath,
} from "../errors.ts";
import { readMessage } from "./message.ts";
import type { Finished } from "./run.ts";

/** Where the text of one expression stands in what Nix reads. */
export interface Span {
  /** The line before its first one. */
  readonly before: number;
  readonly lines: number;
  /** Length of its last line. */
  readonly width: number;
}

/** The span of a text that begins after `before` lines. */
export function spanOf(text: readonly string[], before: number): Span {
  return { before, lines: text.length, width: text.at(-1)?.length ?? 0 };
}

/** What went wrong, with its place as the caller knows it. */
export function failureOf(
  finished: Finished,
  spans: readonly Span[],
  origins: readonly string[],
): { readonly failure: NixFailure; readonly error: NixError } {
  const message = readMessage(finished.stderr);
  // Places in the text that this package put around the expressions say nothing to anyone.
  const places = message.positions.flatMap((position) => placed(position, spans));
  const byPlace = places.find((place) => place.expression !== undefined)?.expression;
  const expression = message.expression ?? byPlace ?? (spans.length === 1 ? 0 : undefined);
  const failure: NixFailure = {
    expression,
    origin: expression === undefined ? undefined : origins[expression],
    position: places[0]?.position,
    text: message.text,
    stderr: finished.stderr,
    status: finished.status,
  };
  return { failure, error: describe(failure, spans.length > 1) };
}

interface Place {
  readonly position: NixPosition;
  readonly expression?: number;
}

/** The place as the caller knows it. What ends too early is noticed on the line after it. */
function placed(position: NixPosition, spans: readonly Span[]): Place[] {
  if (position.file !== undefined) return [{ position }];
  const expression = spans.findIndex(
    (span) => position.line > span.before && position.line <= span.before + span.lines + 1,
  );
  const span = spans[expression];
  if (span === undefined) return [];
  const line = position.line - span.before;
  const end = { ...position, line: span.lines, column: span.width + 1 };
  return [{ expression, position: line > span.lines ? end : { ...position, line } }];
}

const FUNCTION = /^gen-nix: no JSON for a function at (\[.*\])$/;

function describe(failure: NixFailure, several: boolean): NixError {
  const { text, position, origin, expression, status } = failure;
  const where = [
    origin === undefined && several && expression !== undefined
      ? `expression ${expression + 1}`
      : origin,
    position && `${position.file ?? "its text"}, line ${position.line}, column ${position.column}`,
  ].filter((one) => one !== undefined);
  const place = where.length === 0 ? "" : ` [${where.join(": ")}]`;
  const path = FUNCTION.exec(text)?.[1];
  if (path !== undefined) {
    return issue(
      "NIX_VALUE",
      `a function has no JSON form${place}`,
      "call it, or leave it out",
      failure,
      JSON.parse(path) as ValuePath,
    );
  }
  const said = text === "" ? `Nix ended with ${status} and said nothing` : text;
  const code = text.startsWith("syntax error") ? "NIX_SYNTAX" : "NIX_FAILED";
  return issue(code, `${said}${place}`, remedy(text), failure, []);
}

function issue(
  code: NixErrorCode,
  message: string,
  hint: string,
  failure: NixFailure,
  path: ValuePath,
): NixError {
  return new NixError([{ code, message, path, remedy: hint }], { failure });
}

const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [/not found in the Nix search path/, "say where it is with the option `nixPath`"],
  [/stack overflow/, "a value or a function refers to itself without end, or is nested too deeply"],
  [
    /cannot connect to (?:daemon|socket)|\/nix\/.*(?:Permission denied|Read-only)|creating directory '\/nix/,
    'no store can be used here: give the option `store`, for example "temporary"',
  ],
];

function remedy(text: string): string {
  return REMEDIES.find(([pattern]) => pattern.test(text))?.[1] ?? "";
}
