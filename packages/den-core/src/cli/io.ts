/** What a command touches of the world: passed in, so that commands run in tests as they do for users. */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
  out(text: string): void;
  err(text: string): void;
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
