import { runReadme } from "den-testing";

runReadme(import.meta.url);
