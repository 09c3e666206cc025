export { default } from "den-testing/vitest";
