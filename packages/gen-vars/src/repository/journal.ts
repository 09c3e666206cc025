import { hash } from "node:crypto";
import { failure } from "../error/vars-error.ts";
import type { Operation } from "./operation.ts";
import { safePath } from "./safe-path.ts";

/** The operations of a transaction as one file, checked by a hash. Contents are public or encrypted. */
export function encodeJournal(operations: readonly Operation[]): Uint8Array {
  const body = JSON.stringify(
    operations.map((operation) =>
      operation.type === "put"
        ? { ...operation, content: Buffer.from(operation.content).toString("base64") }
        : operation,
    ),
  );
  return Buffer.from(`${JSON.stringify({ version: 1, sha256: hash("sha256", body) })}\n${body}\n`);
}

/**
 * Reads a journal back.
 *
 * @throws VarsError `journal-corrupt`: it is renamed into place only when complete, so a broken one
 * was changed by something else
 */
export function decodeJournal(bytes: Uint8Array, path: string): Operation[] {
  try {
    const [head = "", body = ""] = Buffer.from(bytes).toString().split("\n");
    const { version, sha256 } = JSON.parse(head);
    if (version === 1 && sha256 === hash("sha256", body)) {
      const operations = JSON.parse(body) as (Operation & { readonly content?: string })[];
      return operations.map((operation) => {
        if (operation.type === "external") return operation;
        safePath(operation.path);
        return operation.type === "put"
          ? { ...operation, content: Buffer.from(operation.content as unknown as string, "base64") }
          : operation;
      });
    }
  } catch {
    // Told below.
  }
  throw failure({
    code: "journal-corrupt",
    message: `${path} is damaged or of a newer version.`,
    remedy: "Look at the state of the store in version control, then remove the file.",
    culprit: path,
  });
}
