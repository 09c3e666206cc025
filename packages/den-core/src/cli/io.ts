/** What a command touches of the world: passed in, so that commands run in tests as they do for users. */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
  /** How wide the terminal is. */
  readonly columns?: number;
  out(text: string): void;
  err(text: string): void;
  /** Bytes as they are, to where `out` goes. */
  outBytes?(bytes: Uint8Array): void;
  /** What comes in; without it nobody answers and nothing interrupts. */
  readonly input?: Input;
  /** Seconds since 1970. @default the clock's */
  readonly now?: () => number;
}

/** What comes in from people and from the system. */
export interface Input {
  /** Whether somebody can be asked. */
  readonly isTerminal: boolean;
  /** Everything that is handed over, to its end. */
  readAll(): Promise<Uint8Array>;
  /** Asks a person; `undefined` when they would rather stop. */
  ask(question: Question, signal?: AbortSignal): Promise<string | undefined>;
  /** Calls once, when somebody wants the command to stop; answers how to no longer listen. */
  onStop(stop: () => void): () => void;
}

/** One question to a person. */
export interface Question {
  /** What stands before the answer. */
  readonly text: string;
  /** Nothing of the answer is shown. */
  readonly hidden?: boolean;
  /** Several lines, to one that holds only a dot, or to the end of input; each keeps its line feed. */
  readonly lines?: boolean;
}

/** Colours, or none: for a terminal, unless NO_COLOR or `--no-color` says otherwise. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
  readonly cyan: (text: string) => string;
}

/** The colours for an output. */
export async function paintFor(io: Io, color: boolean): Promise<Paint> {
  const { default: picocolors } = await import("picocolors");
  const forced = io.env.FORCE_COLOR !== undefined && io.env.FORCE_COLOR !== "0";
  return picocolors.createColors(
    color && (forced || (io.isTerminal && io.env.NO_COLOR === undefined)),
  );
}
