import { benchAttributes } from "./attributes/bench-attributes.ts";
import { benchResolution } from "./resolution/bench-resolution.ts";

// One part alone: `npm run bench -- attributes`, `npm run bench -- resolution`.
const only = process.argv[2];
if (only !== "attributes") console.log(await benchResolution());
if (only !== "resolution") console.log(`\n${await benchAttributes()}`);
