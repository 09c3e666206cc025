import type { Change, PictureEdge, PictureGroup, PictureInput, PictureNode } from "den-diagram";
import * as fc from "fast-check";

/** Names that look like syntax of some format, break plain objects, or cannot be written at all. */
export const HOSTILE: readonly string[] = [
  "",
  " ",
  "__proto__",
  "constructor",
  "end",
  "subgraph",
  "style",
  "a b",
  'quote " quote',
  "back \\ slash \\n \\",
  "<script>alert(1)</script>",
  "</script><img src=x onerror=alert(1)>",
  "]]> <!-- --> &amp; & &lt;",
  "`**bold** _x_`",
  "1. list",
  "- item",
  "line\nbreak",
  "tab\tcr\r",
  "nul\u0000 bell\u0007",
  "half \ud800",
  "other half \udc00",
  "\u2028\u2029",
  "日本語の名前",
  "👩‍👩‍👧 é ê",
  "#quot; #35;",
  "%%{init: {}}%%",
  "x".repeat(300),
  "-->|a|",
  "{[(>]})",
];

const name = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 6 }));
const kind = fc.constantFrom("a", "b", "__proto__", "<k>");
const part = {
  kind,
  muted: fc.boolean(),
  change: fc.constantFrom<Change>("added", "removed", "changed"),
  details: fc.array(fc.tuple(name, name), { maxLength: 2 }),
};

/** What a picture can be made of: groups in groups, edges of all kinds, names of all kinds. */
export function inputs(max = 12): fc.Arbitrary<PictureInput> {
  const ids = fc.uniqueArray(name, { maxLength: max });
  return fc.tuple(ids, ids).chain(([nodeIds, groupIds]) => {
    const inside = (count: number) =>
      count === 0
        ? fc.constant(undefined)
        : fc.option(fc.constantFrom(...groupIds.slice(0, count)), { nil: undefined });
    const nodes = fc.tuple(
      ...nodeIds.map((id) =>
        fc.record(
          { id: fc.constant(id), label: name, note: name, group: inside(groupIds.length), ...part },
          { requiredKeys: ["id", "group"] },
        ),
      ),
    );
    // A group stands in an earlier one: no circles.
    const groups = fc.tuple(
      ...groupIds.map((id, index) =>
        fc.record(
          { id: fc.constant(id), label: name, group: inside(index), ...part },
          { requiredKeys: ["id", "group"] },
        ),
      ),
    );
    const edges =
      nodeIds.length === 0
        ? fc.constant([])
        : fc.array(
            fc.record(
              {
                from: fc.constantFrom(...nodeIds),
                to: fc.constantFrom(...nodeIds),
                label: name,
                ...part,
              },
              { requiredKeys: ["from", "to"] },
            ),
            { maxLength: 2 * max },
          );
    return fc
      .record({
        nodes,
        groups,
        edges,
        title: name,
        direction: fc.constantFrom<"right" | "down">("right", "down"),
      })
      .map((made) => dropUndefined(made));
  });
}

/** Optional properties that are absent, not undefined. */
function dropUndefined(made: {
  readonly nodes: readonly object[];
  readonly groups: readonly object[];
  readonly edges: readonly object[];
  readonly title: string;
  readonly direction: "right" | "down";
}): PictureInput {
  const clean = <P>(parts: readonly object[]): P[] =>
    parts.map(
      (one) =>
        Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)) as P,
    );
  return {
    ...made,
    nodes: clean<PictureNode>(made.nodes),
    groups: clean<PictureGroup>(made.groups),
    edges: clean<PictureEdge>(made.edges),
  };
}
