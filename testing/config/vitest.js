import { defineConfig } from "vitest/config";

/** What every package's vitest.config.js exports: workspace packages resolve to their sources. */
export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", ["json", { outputFile: ".results/vitest.json" }]],
    testTimeout: 30_000,
  },
});
