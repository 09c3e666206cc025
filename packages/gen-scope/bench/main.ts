import { benchResolution } from "./resolution/bench-resolution.ts";

console.log(await benchResolution());
