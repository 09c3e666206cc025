import { extname } from "node:path";
import { refuse } from "../../diagnostics/den-error.ts";
import { suggestion } from "../../model/reader.ts";

/** The formats that pictures can be printed in. */
export const FORMATS = ["html", "svg", "mermaid", "dot", "json"] as const;

/** A format by name. */
export type Format = (typeof FORMATS)[number];

const BY_EXTENSION: Readonly<Record<string, Format>> = {
  ".html": "html",
  ".htm": "html",
  ".svg": "svg",
  ".mmd": "mermaid",
  ".mermaid": "mermaid",
  ".dot": "dot",
  ".gv": "dot",
  ".json": "json",
};

/** What a command line says about the format. */
export interface FormatAsked {
  readonly format?: unknown;
  readonly json?: unknown;
  /** The file to write. */
  readonly out?: unknown;
}

/**
 * The format that a command line means: what it says, else what the file is called like, else `otherwise`.
 *
 * @throws DenError `DEN_USAGE`
 */
export function formatOf(
  { format, json, out }: FormatAsked,
  otherwise: Format,
  among: readonly Format[] = FORMATS,
): Format {
  if (typeof format === "string") {
    const known = among.find((one) => one === format);
    if (known === undefined) {
      return refuse("DEN_USAGE", `there is no format ${JSON.stringify(format)}`, {
        remedy: suggestion(format, among),
      });
    }
    if (json === true && known !== "json") {
      return refuse("DEN_USAGE", `--json and --format ${known} are two formats`, {
        remedy: "leave one of them out",
      });
    }
    return known;
  }
  if (json === true) return "json";
  if (typeof out !== "string") return otherwise;
  const extension = extname(out).toLowerCase();
  const known = Object.hasOwn(BY_EXTENSION, extension) ? BY_EXTENSION[extension] : undefined;
  return (
    known ??
    refuse("DEN_USAGE", `the name of ${out} does not tell a format`, {
      remedy: `name it .html, .svg, .mmd, .dot or .json, or say --format ${among.join("|")}`,
    })
  );
}
