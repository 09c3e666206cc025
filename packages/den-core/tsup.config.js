import shared from "den-testing/tsup";

export default { ...shared, entry: ["src/index.ts", "src/cli.ts"], splitting: true };
