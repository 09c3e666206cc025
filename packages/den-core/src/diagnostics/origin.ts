/**
 * Where something was declared: the file (relative to the fleet's folder, or absolute outside it)
 * and the path of keys inside what the file exports. Lines are found only when they are shown.
 */
export interface Origin {
  readonly file: string;
  readonly path: readonly string[];
  /** 1-based; present once the source was looked at. */
  readonly line?: number;
  readonly column?: number;
}

/** The origin of a key below `origin`. */
export function below(origin: Origin, ...keys: readonly string[]): Origin {
  return { file: origin.file, path: [...origin.path, ...keys] };
}

/** `den.config.ts:12`, or `den.config.ts at aspects.nginx` while the line is not known. */
export function originText(origin: Origin): string {
  if (origin.line !== undefined) return `${origin.file}:${origin.line}`;
  return origin.path.length === 0 ? origin.file : `${origin.file} at ${pathText(origin.path)}`;
}

/** A path of keys as people write it: `hosts.x86_64-linux."a b"`. */
export function pathText(path: readonly string[]): string {
  return path.map((key) => (/^[\w@-]+$/.test(key) ? key : JSON.stringify(key))).join(".");
}
