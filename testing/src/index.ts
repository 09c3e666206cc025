export { missing, type Need, needs } from "./needs.ts";
export { readmeBlocks, runReadme } from "./readme.ts";
