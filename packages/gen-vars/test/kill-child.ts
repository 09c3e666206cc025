import { readFileSync } from "node:fs";
import { generateVars } from "gen-vars";
import { killOptions, killWorld } from "./kill-world.ts";

const [root = "", keyFile = "", temporary = "", round = ""] = process.argv.slice(2);
const vars = killWorld(root, readFileSync(keyFile, "utf8"));
process.stdout.write("ready\n");
await generateVars(vars, killOptions(Number(round), temporary));
process.stdout.write("done\n");
