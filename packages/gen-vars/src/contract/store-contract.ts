import assert from "node:assert/strict";
import { VarsError } from "../error/vars-error.ts";
import type { Operation } from "../repository/operation.ts";
import { overlay } from "../repository/overlay.ts";
import type { StoreChange } from "../stores/store.ts";
import { type CaseTools, caseTools, NODES, type StoreBench } from "./store-bench.ts";

/** One promise of {@link VarStore}, to be run by any test runner. */
export interface ContractCase {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/**
 * Everything that a store promises, as cases for a test runner.
 *
 * @param open Makes a fresh store and repository for each case
 * @example for (const { name, run } of storeContract(open)) it(name, run);
 */
export function storeContract(open: () => Promise<StoreBench>): readonly ContractCase[] {
  const test = (name: string, run: (bench: CaseTools) => Promise<void>): ContractCase => ({
    name,
    run: async () => run(caseTools(await open())),
  });
  return [
    test("gives different files different places, and the same file always the same", async (b) => {
      const seen = new Map<string, string>();
      for (const node of NODES) {
        for (const generator of ["g", "h", "g.h", "g:h"]) {
          for (const file of ["f", "value", "secret", "f.g", ".state.json"]) {
            const address = b.address({ node, generator, file });
            const place = JSON.stringify(b.store.locate(address));
            const id = JSON.stringify([node.kind, node.id, generator, file]);
            assert.equal(seen.get(place), undefined, `${id} and ${seen.get(place)} share ${place}`);
            seen.set(place, id);
            assert.equal(JSON.stringify(b.store.locate({ ...address })), place);
            const parts = b.store.locate(address).path.split("/");
            assert.ok(!parts.some((part) => part === "" || part === "." || part === ".."), place);
          }
        }
      }
    }),
    test("has nothing where nothing was put", async (b) => {
      const location = b.place("none");
      assert.equal(await b.store.inspect(location, b.context), undefined);
      await b.fails(() => b.store.read(location, b.context), "not-found");
    }),
    test("gives back exactly what was put", async (b) => {
      const values = b.sampleValues();
      await b.put(values.map((value, index) => [`f${index}`, value]));
      for (const [index, value] of values.entries()) {
        assert.deepEqual(await b.get(`f${index}`), Buffer.from(value), `value ${index}`);
      }
    }),
    test("shows nothing before the commit", async (b) => {
      await b.put([["a", Buffer.from("old")]]);
      await b.repository.transact(async (transaction) => {
        const context = { ...b.context, transaction: transaction.id };
        const changes = [b.change("a", Buffer.from("new")), b.change("b", Buffer.from("new"))];
        const operations = await b.store.prepare(changes, context);
        assert.equal((await b.get("a")).toString(), "old");
        assert.equal(await b.store.inspect(b.place("b"), b.context), undefined);
        const after = { ...b.context, view: overlay(b.repository, operations) };
        assert.equal(Buffer.from(await b.store.read(b.place("a"), after)).toString(), "new");
        assert.equal(Buffer.from(await b.store.read(b.place("b"), after)).toString(), "new");
      });
      await b.store.clean?.(b.effects);
      assert.equal((await b.get("a")).toString(), "old");
    }),
    test("replaces and removes", async (b) => {
      await b.put([
        ["a", Buffer.from("1")],
        ["b", Buffer.from("1")],
      ]);
      await b.put([["a", Buffer.from("2")]]);
      assert.equal((await b.get("a")).toString(), "2");
      assert.equal((await b.get("b")).toString(), "1");
      await b.commit([{ type: "delete", location: b.place("a") }]);
      await b.fails(() => b.get("a"), "not-found");
      assert.equal((await b.get("b")).toString(), "1");
      await b.commit([
        { type: "delete", location: b.place("a") },
        { type: "delete", location: b.place("b") },
      ]);
      await b.fails(() => b.get("b"), "not-found");
    }),
    test("tells by the digest whether the stored form changed", async (b) => {
      await b.put([
        ["a", Buffer.from("1")],
        ["b", Buffer.from("1")],
      ]);
      const first = await b.store.inspect(b.place("a"), b.context);
      assert.ok(first);
      assert.deepEqual(await b.store.inspect(b.place("a"), b.context), first);
      await b.put([["a", Buffer.from("2")]]);
      assert.notEqual((await b.store.inspect(b.place("a"), b.context))?.digest, first.digest);
    }),
    test("keeps secrets secret", async (b) => {
      if (!b.store.keepsSecrets) return;
      const canary = "canary-5f2b7c";
      const operations = await b.put([["a", Buffer.from(canary)]]);
      const shown =
        JSON.stringify(operations.map(plain)) +
        JSON.stringify(await b.store.inspect(b.place("a"), b.context));
      for (const text of [
        canary,
        Buffer.from(canary).toString("base64"),
        Buffer.from(canary).toString("hex"),
      ]) {
        assert.ok(!shown.includes(text));
      }
    }),
    test("encrypts to the given recipients, and anew to others", async (b) => {
      if (!b.store.hasRecipients) return;
      const [alice, bob] = b.recipients;
      await b.put([
        ["a", Buffer.from("v")],
        ["b", Buffer.from("w")],
      ]);
      const before = await b.store.inspect(b.place("a"), b.context);
      if (before?.recipients !== undefined) assert.deepEqual(before.recipients, [alice]);
      const recipients = [alice, bob].sort();
      await b.commit([
        { type: "rekey", location: b.place("a"), recipients },
        { type: "rekey", location: b.place("b"), recipients },
      ]);
      const after = await b.store.inspect(b.place("a"), b.context);
      if (after?.recipients !== undefined) assert.deepEqual(after.recipients, recipients);
      assert.equal((await b.get("a")).toString(), "v");
      assert.equal((await b.get("b")).toString(), "w");
      await b.commit([
        { type: "rekey", location: b.place("a"), recipients: [bob] },
        { type: "rekey", location: b.place("b"), recipients: [bob] },
      ]);
      assert.equal((await b.get("a")).toString(), "v");
    }),
    test("refuses to encrypt to nobody", async (b) => {
      if (!b.store.hasRecipients) return;
      const change = { ...b.change("a", Buffer.from("v")), recipients: [] } as StoreChange;
      await b.fails(() => b.commit([change]), "no-recipients");
    }),
    test("does the same when its operations are done twice", async (b) => {
      const operations = await b.put([["a", Buffer.from("v")]]);
      const removal = await b.commit([{ type: "delete", location: b.place("a") }]);
      await b.put([["a", Buffer.from("v")]]);
      for (const operation of [...operations, ...removal, ...removal]) {
        if (operation.type === "external") await b.store.apply?.(operation.data, b.effects);
      }
      const again = await b.put([["a", Buffer.from("w")]]);
      for (const operation of again) {
        if (operation.type === "external") await b.store.apply?.(operation.data, b.effects);
      }
      assert.equal((await b.get("a")).toString(), "w");
    }),
    test("takes a forged or broken file for what it is", async (b) => {
      if (!b.store.keepsSecrets) return;
      const operations = await b.put([["a", Buffer.from("value")]]);
      for (const operation of operations) {
        if (operation.type !== "put") continue;
        for (const content of [Buffer.from("junk"), flipped(operation.content)]) {
          await b.repository.transact((t) => t.commit([{ ...operation, content }]));
          let refused: unknown;
          const value = await b.get("a").catch((error) => {
            refused = error;
          });
          assert.ok(refused instanceof VarsError, `read ${value} from a broken file`);
        }
      }
    }),
  ];
}

function plain(operation: Operation): unknown {
  return operation.type === "put"
    ? { ...operation, content: Buffer.from(operation.content).toString("latin1") }
    : operation;
}

/** The bytes with one letter in the middle changed, so that text stays text. */
function flipped(content: Uint8Array): Uint8Array {
  const copy = Buffer.from(content);
  const middle = Math.floor(copy.length / 2);
  for (let at = middle; at < copy.length; at++) {
    const letter = String.fromCharCode(copy[at] as number);
    if (!/[A-Za-z]/.test(letter)) continue;
    copy[at] = (letter === "A" ? "B" : "A").charCodeAt(0);
    break;
  }
  return copy;
}
