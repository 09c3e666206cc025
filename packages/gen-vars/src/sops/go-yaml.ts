import { floatText, numberScalar, type SopsScalar } from "./tree.ts";

const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9]\d*))$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const TIME =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt ](\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d+)? ?([Zz]|[+-]\d{2}:\d{2})?)?$/;
const WORD = /^(?:~|<<|null|true|false|yes|no|on|off|y|n|[-+]?\.(?:inf|nan))$/i;

/**
 * What an unquoted text is to Go's YAML library, which sops reads and hashes with: a number (of any
 * base, with underscores) or a timestamp, where YAML 1.2 may see another number or a string.
 */
export function goScalar(text: string): SopsScalar | undefined {
  if (!/^[-+.\d]/.test(text)) return undefined;
  const time = TIME.exec(text);
  if (time !== null) return timeScalar(time);
  const plain = text.replaceAll("_", "");
  const match = INTEGER.exec(plain);
  if (match !== null) {
    const [, sign, hex, binary, octal, decimal = "0"] = match;
    const digits = hex ? `0x${hex}` : binary ? `0b${binary}` : octal ? `0o${octal}` : decimal;
    return numberScalar(`${sign === "-" ? "-" : ""}${BigInt(digits)}`);
  }
  if (!FLOAT.test(plain)) return undefined;
  return { kind: "scalar", type: "float", bytes: Buffer.from(floatText(Number(plain))) };
}

/** In the form in which sops hashes it (RFC 3339). */
function timeScalar(parts: RegExpExecArray): SopsScalar {
  const [, year, ...rest] = parts;
  const [month, day, hour, minute, second] = rest.map((part) => (part ?? "0").padStart(2, "0"));
  const fraction = (parts[7] ?? "").replace(/\.?0+$/, "");
  const zone = (parts[8] ?? "Z").toUpperCase();
  const text = `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${zone}`;
  return { kind: "scalar", type: "time", bytes: Buffer.from(text) };
}

/** Whether a string has to be quoted for any YAML library to read it as one. */
export function isAmbiguous(text: string): boolean {
  return WORD.test(text) || goScalar(text) !== undefined;
}

/** Whether a text can be printed as a block, as sops does: nothing that blocks change or forbid. */
export function fitsBlock(text: string): boolean {
  return /^[^\s\p{C}](?:[^\p{C}\p{Zl}\p{Zp}]|\n)*$/u.test(text) && text.includes("\n");
}
