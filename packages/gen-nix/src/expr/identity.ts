import { randomBytes } from "node:crypto";

const origin = randomBytes(6).toString("base64url");
let count = 0;

/** A new identity for a binder. It is never printed; it only tells two binders apart. */
export function freshId(): string {
  count += 1;
  return `${origin}${count}`;
}
