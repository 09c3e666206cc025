import shared from "den-testing/vitest";
import { mergeConfig } from "vitest/config";

// By far the longest suite, and the last to run: it takes both cores of a small machine.
export default mergeConfig(shared, { test: { maxWorkers: 2 } });
