import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import type { Question } from "../../src/cli/io.ts";
import { askTerminal } from "../../src/cli/terminal.ts";

/** A terminal: what is typed into it, what it shows, and whether it echoes by itself. */
function terminal() {
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    isRaw: false,
    setRawMode(raw: boolean) {
      input.isRaw = raw;
      return input;
    },
  });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  let shown = "";
  output.on("data", (chunk: Buffer) => {
    shown += chunk.toString();
  });
  const ask = (question: Question, signal?: AbortSignal) =>
    askTerminal(
      question,
      input as unknown as NodeJS.ReadStream,
      output as unknown as NodeJS.WriteStream,
      signal,
    );
  return { input, ask, shown: () => shown };
}

describe("asking at a terminal", () => {
  it("shows what is typed, and nothing of what is hidden", async () => {
    const { input, ask, shown } = terminal();
    const open = ask({ text: "name: " });
    input.write("ab\x7fc\r");
    expect(await open).toBe("ac");
    const hidden = ask({ text: "word: ", hidden: true });
    input.write("secret\r");
    expect(await hidden).toBe("secret");
    expect(shown()).toContain("name: ");
    expect(shown()).toMatch(/word: \n$/);
    expect(shown()).not.toContain("secret");
    expect(input.isRaw).toBe(false);
  });

  it("takes several lines to a dot or to the end", async () => {
    const { input, ask } = terminal();
    const dot = ask({ text: "text:\n", lines: true });
    input.write("one\r\rtwo\r.\r");
    expect(await dot).toBe("one\n\ntwo\n");
    const end = ask({ text: "text:\n", lines: true, hidden: true });
    input.write("last\r\x04");
    expect(await end).toBe("last\n");
  });

  it("keeps lines that were pasted ahead for the next question, and does not show them", async () => {
    const { input, ask, shown } = terminal();
    const first = ask({ text: "name: " });
    input.write("me\rsecret\rmore\r");
    expect(await first).toBe("me");
    expect(await ask({ text: "word: ", hidden: true })).toBe("secret");
    expect(await ask({ text: "next: " })).toBe("more");
    expect(shown()).not.toContain("secret");
  });

  it.each([
    ["Ctrl-C", "half\x03"],
    ["the end of input", "\x04"],
  ])("%s answers nothing", async (_, typed) => {
    const { input, ask } = terminal();
    const asked = ask({ text: "name: " });
    input.write(typed);
    expect(await asked).toBeUndefined();
    expect(input.isRaw).toBe(false);
  });

  it("an abort answers nothing, also one that came before", async () => {
    const { input, ask } = terminal();
    const controller = new AbortController();
    const asked = ask({ text: "name: " }, controller.signal);
    expect(input.isRaw).toBe(true);
    controller.abort();
    expect(await asked).toBeUndefined();
    expect(await ask({ text: "name: " }, controller.signal)).toBeUndefined();
    expect(input.isRaw).toBe(false);
  });
});
