import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { formatWithOptions } from "node:util";
import { describe, expect, it } from "vitest";

/** A fenced block of a README: its language, its text, and the line it starts on. */
export interface Block {
  readonly lang: string;
  readonly code: string;
  readonly line: number;
}

/** The fenced code blocks of a Markdown text, in order. */
export function readmeBlocks(markdown: string): Block[] {
  const blocks: Block[] = [];
  const lines = markdown.split("\n");
  let open: { lang: string; from: number } | undefined;
  lines.forEach((text, index) => {
    const fence = /^```\s*(.*)$/.exec(text);
    if (!fence) return;
    if (open === undefined) {
      open = { lang: (fence[1] ?? "").trim(), from: index + 1 };
    } else {
      blocks.push({
        lang: open.lang,
        code: lines.slice(open.from, index).join("\n"),
        line: open.from + 1,
      });
      open = undefined;
    }
  });
  return blocks;
}

/** The `// → …` comments of a block: what its `console.log` calls print, in order. */
function expected(code: string): string[] {
  return code
    .split("\n")
    .flatMap((line) => /\/\/ → (.*)$/.exec(line)?.[1]?.trimEnd() ?? [])
    .map((text) => text.trim());
}

/**
 * Runs every ```` ```ts ```` block of the package's README as a module of its own, and compares what
 * it logs with its `// → …` comments (whitespace folded). Blocks marked ```` ```ts no-run ```` are
 * left out. Call it from a test file: `runReadme(import.meta.url)`.
 */
export function runReadme(testUrl: string, file = "../README.md"): void {
  const path = fileURLToPath(new URL(file, testUrl));
  const blocks = readmeBlocks(readFileSync(path, "utf8")).filter((block) => block.lang === "ts");
  const folder = join(dirname(path), ".readme");
  describe("README", () => {
    it("has an example that runs", () => expect(blocks.length).toBeGreaterThan(0));
    for (const block of blocks) {
      it(`block at line ${block.line} runs and prints what it says`, async () => {
        mkdirSync(folder, { recursive: true });
        const module = join(folder, `line-${block.line}.ts`);
        writeFileSync(module, block.code);
        const printed: string[] = [];
        const log = console.log;
        console.log = (...args: unknown[]): void => {
          printed.push(formatWithOptions({ breakLength: Number.POSITIVE_INFINITY }, ...args));
        };
        try {
          await import(/* @vite-ignore */ pathToFileURL(module).href);
        } finally {
          console.log = log;
        }
        const fold = (text: string): string => text.replace(/\s+/g, " ").trim();
        expect(printed.map(fold)).toEqual(expected(block.code).map(fold));
      });
    }
  });
}
