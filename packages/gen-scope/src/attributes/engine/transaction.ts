import type { Edits } from "../evaluator-types.ts";
import { refusal } from "../failure/refusal.ts";
import { disposeNode } from "./drop.ts";
import { inputSlot, refuseWhileEvaluating, setInput } from "./edit.ts";
import type { Engine } from "./engine.ts";

/** Notes edits while a function runs, and makes them when it has returned. */
export function transact(engine: Engine, what: string, edits: (tx: Edits) => void): void {
  refuseWhileEvaluating(engine, what);
  const noted: (() => void)[] = [];
  let open = true;
  const note = (edit: () => void): void => {
    if (!open) throw closed();
    noted.push(edit);
  };
  const tx: Edits = {
    set(input, node, value) {
      const slot = inputSlot(engine, input);
      note(() => setInput(slot, node, { is: "pending", set: true, value }));
    },
    unset(input, node) {
      const slot = inputSlot(engine, input);
      note(() => setInput(slot, node, { is: "pending", set: false, value: undefined }));
    },
    dispose(node) {
      note(() => disposeNode(engine, node));
    },
  };
  try {
    edits(tx);
  } finally {
    open = false;
  }
  for (const edit of noted) edit();
}

function closed(): Error {
  return refusal({
    code: "edit-closed",
    message: "An edit was noted after the function that was to note it had returned.",
    remedy: "Note all edits before returning; nothing that is awaited can take part.",
    culprits: ["edit"],
  });
}
