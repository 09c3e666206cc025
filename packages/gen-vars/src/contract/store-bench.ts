import assert from "node:assert/strict";
import type { Effects } from "../effects/effects.ts";
import { VarsError } from "../error/vars-error.ts";
import type { ScopeNode } from "../model/scope.ts";
import type { Location } from "../plan/stored.ts";
import type { Operation } from "../repository/operation.ts";
import type { Repository } from "../repository/repository.ts";
import type { FileAddress, StoreChange, StoreContext, VarStore } from "../stores/store.ts";

/** A store under test, on a repository of its own. */
export interface StoreBench {
  readonly store: VarStore;
  /** Opened with the store's `apply`. */
  readonly repository: Repository;
  readonly effects: Effects;
  /** Two canonical recipients whose keys the store can read with (any text for stores without). */
  readonly recipients: readonly [string, string];
  /** `text`: only UTF-8 values can be stored. */
  readonly values: "bytes" | "text";
}

/** Names that have to stay different in every store. */
export const NODES: readonly ScopeNode[] = [
  { id: "host:web1", kind: "host", name: "web1" },
  { id: "web1", kind: "user", name: "web1" },
  { id: "host/web1", kind: "host" },
  { id: "..", kind: "host" },
  { id: "", kind: "host" },
  { id: ".state.json", kind: "host" },
  { id: "a b\n$(x)'\"ü=3A", kind: "host" },
  { id: "a=b", kind: "host" },
  { id: "-x", kind: "host" },
  { id: "x".repeat(400), kind: "host" },
  { id: `${"x".repeat(399)}y`, kind: "host" },
];

/** What the cases are written with. */
export interface CaseTools extends StoreBench {
  readonly context: StoreContext;
  address(part: Partial<FileAddress>): FileAddress;
  place(file: string): Location;
  change(file: string, value: Uint8Array): StoreChange;
  put(values: readonly (readonly [string, Uint8Array])[]): Promise<readonly Operation[]>;
  commit(changes: readonly StoreChange[]): Promise<readonly Operation[]>;
  get(file: string): Promise<Buffer>;
  sampleValues(): readonly Uint8Array[];
  fails(call: () => Promise<unknown>, code: string): Promise<void>;
}

/** The words of the cases, for one bench. */
export function caseTools(bench: StoreBench): CaseTools {
  const { store, repository, effects, recipients } = bench;
  const context: StoreContext = { view: repository, effects };
  const secret = store.keepsSecrets;
  const address = (part: Partial<FileAddress>): FileAddress => ({
    node: NODES[0] as ScopeNode,
    generator: "g",
    file: "f",
    secret,
    deploy: true,
    ...part,
  });
  const place = (file: string): Location => store.locate(address({ file }));
  const change = (file: string, value: Uint8Array): StoreChange => ({
    type: "put",
    location: place(file),
    value,
    recipients: store.hasRecipients ? [recipients[0]] : [],
  });
  const commit = (changes: readonly StoreChange[]): Promise<readonly Operation[]> =>
    repository.transact(async (transaction) => {
      const operations = await store.prepare(changes, { ...context, transaction: transaction.id });
      await transaction.commit(operations);
      return operations;
    });
  return {
    ...bench,
    context,
    address,
    place,
    change,
    commit,
    put: (values) => commit(values.map(([file, value]) => change(file, value))),
    get: async (file) => Buffer.from(await store.read(place(file), context)),
    sampleValues: () => {
      const texts = [
        "x",
        "line\n",
        "two\nlines\n\n",
        " spaces ",
        "ü€😀",
        '"quotes" \\ $(x) {{y}}',
        "y".repeat(100_000),
      ];
      const bytes = [Buffer.from([0, 255, 10, 13]), Buffer.alloc(0)];
      const all = texts.map((text) => Buffer.from(text));
      return bench.values === "bytes" ? [...all, ...bytes] : all;
    },
    async fails(call, code) {
      const error = await call().then(
        () => undefined,
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof VarsError, `expected ${code}`);
      assert.equal(error.code, code);
    },
  };
}
