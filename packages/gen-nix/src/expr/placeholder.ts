import { createHmac, randomBytes } from "node:crypto";
import { nixError } from "../errors.ts";
import type { Node } from "./node.ts";

/*
 * `${pkgs.hello}` in a JavaScript template literal must yield a string. That string carries the whole
 * expression, so nothing is remembered elsewhere (no registry that grows, no lifetime to manage), and
 * a keyed hash, so that text from outside is never taken for code. It is written in private-use
 * characters, twelve bits each: they have no case, are no white space and no separator, and thus
 * survive what programs usually do to strings.
 */
const START = "\uf8f0";
const END = "\uf8f1";
const FIRST = 0xe000;
const MAC_BYTES = 18;
const MARK_CHARS = 12;

interface Secret {
  readonly key: Buffer;
  readonly mark: string;
}
const SECRET: unique symbol = Symbol.for("gen-nix.secret.1") as never;

/** Drawn once per process, and shared by all copies of this package in it. */
function secret(): Secret {
  const shared = globalThis as { [SECRET]?: Secret };
  if (shared[SECRET] === undefined) {
    const value: Secret = { key: randomBytes(32), mark: pack(randomBytes((MARK_CHARS * 3) / 2)) };
    Object.defineProperty(shared, SECRET, { value });
    return value;
  }
  return shared[SECRET];
}

function pack(bytes: Uint8Array): string {
  const units: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const three = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    units.push(String.fromCharCode(FIRST + (three >> 12), FIRST + (three & 0xfff)));
  }
  return units.join("");
}

function unpack(text: string): Buffer {
  const bytes = Buffer.alloc((text.length / 2) * 3);
  for (let i = 0, at = 0; i < text.length; i += 2, at += 3) {
    const three = ((text.charCodeAt(i) - FIRST) << 12) | (text.charCodeAt(i + 1) - FIRST);
    bytes.writeUIntBE(three, at, 3);
  }
  return bytes;
}

function sign(payload: Uint8Array): Buffer {
  return createHmac("sha256", secret().key).update(payload).digest().subarray(0, MAC_BYTES);
}

/** The string that stands for `node` inside JavaScript strings. */
export function placeholder(node: Node): string {
  let json: string;
  try {
    json = JSON.stringify(node);
  } catch (cause) {
    throw Object.assign(
      nixError(
        "TOO_DEEP",
        "the expression is nested too deeply to stand inside a string",
        "bind parts of it with nix.let",
      ),
      { cause },
    );
  }
  // The packing works on three bytes at a time; JSON ignores the spaces that fill the last group.
  const payload = Buffer.from(json + " ".repeat((3 - (Buffer.byteLength(json) % 3)) % 3));
  return START + secret().mark + pack(sign(payload)) + pack(payload) + END;
}

/** True when `text` may hold placeholders, whole or cut. */
function hasPlaceholder(text: string): boolean {
  return text.includes(START) || text.includes(END);
}

/** The text's literal parts and the expressions between them. */
export function splitPlaceholders(text: string): (string | Node)[] {
  if (!hasPlaceholder(text)) return text === "" ? [] : [text];
  const { mark } = secret();
  const opening = START + mark;
  const parts: (string | Node)[] = [];
  let from = 0;
  for (let at = text.indexOf(opening); at !== -1; at = text.indexOf(opening, from)) {
    if (at > from) parts.push(text.slice(from, at));
    const end = text.indexOf(END, at);
    parts.push(read(end === -1 ? "" : text.slice(at + opening.length, end)));
    from = end + 1;
  }
  if (from < text.length) parts.push(text.slice(from));
  if (parts.some((part) => typeof part === "string" && (part.includes(mark) || REST.test(part))))
    broken();
  return parts;
}

// What is left of a placeholder that lost its beginning or end: far more private-use characters in a
// row, next to one of the two marks, than any text has.
const REST = /\uf8f0[\ue000-\uefff]{12}|[\ue000-\uefff]{12}\uf8f1/;
const PACKED = /^[\ue000-\uefff]*$/;

function read(body: string): Node {
  const macChars = (MAC_BYTES / 3) * 2;
  if (body.length <= macChars || body.length % 2 !== 0 || !PACKED.test(body)) broken();
  const payload = unpack(body.slice(macChars));
  if (pack(sign(payload)) !== body.slice(0, macChars)) broken();
  return JSON.parse(payload.toString("utf8")) as Node;
}

function broken(): never {
  throw nixError(
    "BROKEN_PLACEHOLDER",
    "a string that holds an interpolated Nix expression was cut or changed in JavaScript",
    "change it in Nix (nix.builtins.replaceStrings, lib.removePrefix, …), or interpolate after changing the text",
  );
}
