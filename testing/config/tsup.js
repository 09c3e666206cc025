/** What every package's tsup.config.js starts from; declarations come from tsc.
 * @type {import("tsup").Options} */
export default {
  entry: ["src/index.ts"],
  format: ["esm"],
  target: "node20",
  clean: true,
  sourcemap: true,
  treeshake: true,
};
