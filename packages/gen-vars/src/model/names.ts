/** What generators, files and prompts may be called; the `in`/`out` folders and store paths rest on it. */
const NAME = /^[A-Za-z0-9:_.-]+$/;

/** Whether `name` can name a generator, a file or a prompt. */
export function isName(name: string): boolean {
  return NAME.test(name) && name !== "." && name !== ".." && name.length <= 200;
}

/**
 * The id of a generator instance: `<scope node id>/<generator>`. Names hold no slash, so the id
 * determines both parts whatever the node id is (cut at the last slash).
 */
export function instanceId(node: string, generator: string): string {
  return `${node}/${generator}`;
}

/** The id of one file of an instance: `<scope node id>/<generator>/<file>`. */
export function fileId(node: string, generator: string, file: string): string {
  return `${node}/${generator}/${file}`;
}
