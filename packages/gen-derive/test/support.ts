import type { View } from "gen-select";
import { expect } from "vitest";
import { DeriveError, type DeriveIssue } from "../src/index.ts";

/** The issues of the error that a call throws. */
export function issuesOf(call: () => unknown): readonly DeriveIssue[] {
  try {
    call();
  } catch (error) {
    if (error instanceof DeriveError) return error.issues;
    throw error;
  }
  expect.fail("expected a DeriveError");
}

export interface TestNode {
  readonly id: string;
  readonly kind?: string;
  readonly tags?: readonly string[];
  readonly parent?: string;
}

/** A view over a few nodes. */
export function viewOf(...nodes: readonly TestNode[]): View {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return {
    nodes: () => byId.keys(),
    kind: (id) => byId.get(id)?.kind,
    name: (id) => id,
    tags: (id) => byId.get(id)?.tags ?? [],
    attr: () => undefined,
    parent: (id) => byId.get(id)?.parent,
    children: (id) => nodes.filter(({ parent }) => parent === id).map((node) => node.id),
  };
}
