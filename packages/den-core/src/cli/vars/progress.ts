import type { RunEvent } from "gen-vars";
import type { VarsContext } from "./command.ts";
import { counted } from "./text.ts";

/** How a run goes, as it goes: a task list on a terminal, plain lines elsewhere, nothing with `--json`. */
export interface Progress {
  readonly onEvent: (event: RunEvent) => void;
  /** Draws no more; what is done stays. */
  readonly end: () => void;
}

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const SHOWN = 8;
const EVERY = 80;

export function createProgress(context: VarsContext): Progress {
  if (context.json) return { onEvent: () => {}, end: () => {} };
  return context.io.isTerminal ? liveProgress(context) : plainProgress(context);
}

/** What an event says for good. */
function lineOf(event: RunEvent, { paint }: VarsContext): string | undefined {
  switch (event.type) {
    case "begin": {
      const how = event.sandbox === "none" ? "" : " in a sandbox";
      return `running ${counted(event.count, "generator")}${how}`;
    }
    case "done":
      return `  ${paint.green("✓")} ${event.id} ${paint.dim(`${event.seconds.toFixed(1)} s`)}`;
    case "unchanged":
      return `  ${paint.dim("=")} ${event.id} ${paint.dim("nothing changed for it")}`;
    case "failed":
      // What was stopped has not failed.
      if (event.issues.every(({ code }) => code === "cancelled")) return undefined;
      return `  ${paint.red("✗")} ${event.id}`;
    default:
      return undefined;
  }
}

function plainProgress(context: VarsContext): Progress {
  return {
    onEvent(event) {
      const line = lineOf(event, context);
      if (line !== undefined) context.io.out(`${line}\n`);
    },
    end: () => {},
  };
}

/** Lines of what is done, and below them what runs, drawn again and again. */
function liveProgress(context: VarsContext): Progress {
  const { io, paint } = context;
  const running = new Map<string, number>();
  let total = 0;
  let done = 0;
  let drawn = 0;
  let frame = 0;
  let ended = false;
  let timer: NodeJS.Timeout | undefined;

  const erase = (): string => (drawn === 0 ? "" : `\r\x1b[${drawn}A\x1b[0J`);
  const block = (): string => {
    if (ended) return "";
    const width = (io.columns ?? 80) - 1;
    const cut = (text: string): string =>
      text.length > width ? `${text.slice(0, width - 1)}…` : text;
    const spin = FRAMES[frame % FRAMES.length] as string;
    const names = [...running].slice(0, SHOWN).map(([id, since]) => {
      const seconds = (performance.now() - since) / 1000;
      return `  ${spin} ${cut(`${id}${seconds < 1 ? "" : ` ${seconds.toFixed(0)} s`}`).slice(0, width - 4)}`;
    });
    const more = running.size > SHOWN ? `, ${running.size - SHOWN} more running` : "";
    const lines = running.size === 0 ? [] : [...names, paint.dim(`    ${done} of ${total}${more}`)];
    drawn = lines.length;
    return lines.map((line) => `${line}\n`).join("");
  };
  const redraw = (line?: string): void => {
    const text = erase() + (line === undefined ? "" : `${line}\n`);
    io.out(text + block());
  };

  return {
    onEvent(event) {
      if (event.type === "begin") {
        total = event.count;
        timer = setInterval(() => {
          frame++;
          if (running.size > 0) redraw();
        }, EVERY);
        timer.unref();
      } else if (event.type === "start") running.set(event.id, performance.now());
      else if (event.type !== "stored") {
        running.delete(event.id);
        done++;
      }
      redraw(lineOf(event, context));
    },
    end() {
      clearInterval(timer);
      ended = true;
      io.out(erase());
      drawn = 0;
    },
  };
}
