/** Where and how Nix runs. */
export interface RunOptions {
  /** The program. @default "nix-instantiate" */
  readonly program?: string;
  /** The directory that relative paths start from. @default the process's own */
  readonly cwd?: string;
  /** After this many milliseconds (`Infinity`: never) Nix is stopped: `NIX_TIMEOUT`. @default 60000 */
  readonly timeout?: number;
  /** Stops Nix when aborted: `NIX_ABORTED`, with the signal's reason as `cause`. */
  readonly signal?: AbortSignal;
  /** The most bytes that Nix may print: `NIX_OUTPUT_LIMIT`. @default 67108864 */
  readonly maxOutput?: number;
  /**
   * What `<name>` finds: names with paths, entries as `NIX_PATH` has them, or `"inherit"` for the
   * process's own `NIX_PATH`. @default nothing
   */
  readonly nixPath?: Readonly<Record<string, string>> | readonly string[] | "inherit";
  /**
   * The store: a URL or path as `NIX_REMOTE` takes it, or `"temporary"` for an empty one that is
   * removed afterwards (for machines where no store can be written). @default Nix's own choice
   */
  readonly store?: string;
  /** Settings of nix.conf: `{ "restrict-eval": true }`. */
  readonly settings?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  /** Environment variables to add, or to take away with `undefined`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Command-line flags for `nixPath` and `settings`. */
export function flags(options: RunOptions): string[] {
  const { nixPath, settings = {} } = options;
  const entries =
    nixPath === undefined || nixPath === "inherit"
      ? []
      : Array.isArray(nixPath)
        ? (nixPath as readonly string[])
        : Object.entries(nixPath).map(([name, path]) => `${name}=${path}`);
  return [
    ...entries.flatMap((entry) => ["-I", entry]),
    ...Object.entries(settings).flatMap(([name, value]) => [
      "--option",
      name,
      typeof value === "object" ? value.join(" ") : String(value),
    ]),
  ];
}

/** The environment of the process, made from the given one. */
export function environment(
  options: RunOptions,
  own: Readonly<Record<string, string | undefined>>,
  store: { readonly remote?: string; readonly cache?: string },
): Record<string, string | undefined> {
  return {
    ...own,
    // Messages are parsed: no colours.
    NO_COLOR: "1",
    TERM: "dumb",
    ...(options.nixPath === "inherit" ? {} : { NIX_PATH: "" }),
    ...(store.remote === undefined ? {} : { NIX_REMOTE: store.remote }),
    ...(store.cache === undefined ? {} : { XDG_CACHE_HOME: store.cache }),
    ...options.env,
  };
}
