import { createResolver, presets, resolve } from "gen-scope";
import { measure } from "mitata";
import { bareLookup, environment } from "./baselines.ts";
import { chain, graphOf, hub, layers } from "./workloads.ts";

interface Row {
  readonly what: string;
  readonly size: string;
  readonly ours: number;
  readonly baseline: string;
  readonly theirs: number | undefined;
}

/** The fastest of several runs, in milliseconds. */
async function fastest(run: () => unknown): Promise<number> {
  const stats = await measure(run, {
    min_samples: 12,
    max_samples: 2000,
    min_cpu_time: 1e9,
    warmup_samples: 5,
  });
  return stats.min / 1e6;
}

/** Measures name resolution; a Markdown table. */
export async function benchResolution(): Promise<string> {
  const rows: Row[] = [];
  const policy = presets.transitiveImports;
  for (const depth of [1_000, 10_000, 100_000]) {
    const scopes = chain(depth);
    const graph = graphOf(scopes);
    const query = { from: `scope:${depth - 1}`, match: "x", policy };
    const bare = await fastest(() => bareLookup(scopes, query.from, "x"));
    const size = depth.toExponential(0).replace("+", "");
    const baseline = "hand-written loop";
    const first = await fastest(() => resolve(graph, query).visible[0]?.path.length);
    rows.push({ what: "chain, first query", size, ours: first, baseline, theirs: bare });
    const resolver = createResolver(graph);
    const again = await fastest(() => resolver.resolve(query).visible.length);
    rows.push({ what: "chain, later query", size, ours: again, baseline, theirs: bare });
    const all = await fastest(() => resolver.resolve(query).reachable.length);
    rows.push({ what: "chain, reachable too", size, ours: all, baseline: "", theirs: undefined });
  }
  for (const levels of [4, 6, 8, 100]) {
    const scopes = layers(levels, 4);
    const graph = graphOf(scopes);
    const ours = await fastest(
      () => resolve(graph, { from: "0:0", match: "x", policy }).visible.length,
    );
    const theirs =
      levels > 8 ? undefined : await fastest(() => environment(scopes, "0:0", "x").size);
    const size = `${levels} × 4`;
    rows.push({
      what: "layers of imports",
      size,
      ours,
      baseline: "environments (Fig. 18)",
      theirs,
    });
  }
  for (const count of [6, 8, 9, 300]) {
    const scopes = hub(count);
    const graph = graphOf(scopes);
    const query = { from: "module:0", match: "x", policy };
    const ours = await fastest(() => resolve(graph, query).visible.length);
    const theirs =
      count > 9 ? undefined : await fastest(() => environment(scopes, "module:0", "x").size);
    const baseline = "environments (Fig. 18)";
    rows.push({ what: "all import each other", size: `${count}`, ours, baseline, theirs });
  }
  return table(rows);
}

function table(rows: readonly Row[]): string {
  const ms = (time: number): string =>
    `${time < 0.1 ? time.toPrecision(2) : time.toPrecision(3)} ms`;
  return [
    "| resolution | size | gen-scope | baseline | | gen-scope / baseline |",
    "|---|---|---|---|---|---|",
    ...rows.map(({ what, size, ours, baseline, theirs }) =>
      theirs === undefined
        ? `| ${what} | ${size} | ${ms(ours)} | | | |`
        : `| ${what} | ${size} | ${ms(ours)} | ${baseline} | ${ms(theirs)} | ${(ours / theirs).toPrecision(2)} |`,
    ),
  ].join("\n");
}
