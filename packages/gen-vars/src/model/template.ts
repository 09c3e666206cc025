/** A template cut into literal text and references. */
export interface Template {
  readonly source: string;
  readonly parts: readonly TemplatePart[];
}

export type TemplatePart =
  | { readonly text: string }
  | { readonly from: "file"; readonly file: string }
  | { readonly from: "dependency"; readonly as: string; readonly file: string }
  | { readonly from: "prompt"; readonly prompt: string };

/** A reference inside a template. */
export type TemplateReference = Exclude<TemplatePart, { readonly text: string }>;

const REFERENCE = /^\s*(?:([A-Za-z0-9:_.-]+)\/)?([A-Za-z0-9:_.-]+)\s*$/;

/**
 * Reads `text {{file}} {{dependency/file}} {{prompts/name}}`. `{{{{` stands for a literal `{{`.
 * Answers the template, or the offset and text of the first reference that is none.
 */
export function parseTemplate(
  source: string,
): { readonly template: Template } | { readonly at: number; readonly found: string } {
  const parts: TemplatePart[] = [];
  let text = "";
  let at = 0;
  while (at < source.length) {
    const open = source.indexOf("{{", at);
    if (open === -1) break;
    text += source.slice(at, open);
    if (source.startsWith("{{{{", open)) {
      text += "{{";
      at = open + 4;
      continue;
    }
    const close = source.indexOf("}}", open + 2);
    const inside = source.slice(open + 2, close === -1 ? open + 32 : close);
    const match = close === -1 ? null : REFERENCE.exec(inside);
    if (match === null) return { at: open, found: inside };
    if (text !== "") parts.push({ text });
    text = "";
    parts.push(reference(match[1], match[2] as string));
    at = close + 2;
  }
  text += source.slice(at);
  if (text !== "") parts.push({ text });
  return { template: { source, parts } };
}

function reference(folder: string | undefined, file: string): TemplateReference {
  if (folder === undefined) return { from: "file", file };
  if (folder === "prompts") return { from: "prompt", prompt: file };
  return { from: "dependency", as: folder, file };
}

/** The references of a template, in order. */
export function templateReferences(template: Template): TemplateReference[] {
  return template.parts.filter((part): part is TemplateReference => "from" in part);
}

/**
 * The file's bytes: references replaced by their values, with one trailing newline of a value
 * dropped (scripts write `echo value > $out/file`).
 */
export function renderTemplate(
  template: Template,
  contentOf: (reference: TemplateReference) => Uint8Array,
): Uint8Array {
  const chunks = template.parts.map((part) =>
    "text" in part ? Buffer.from(part.text) : withoutNewline(contentOf(part)),
  );
  return Buffer.concat(chunks);
}

function withoutNewline(bytes: Uint8Array): Uint8Array {
  if (bytes.at(-1) !== 10) return bytes;
  return bytes.subarray(0, bytes.at(-2) === 13 ? -2 : -1);
}
