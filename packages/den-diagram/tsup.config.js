export { default } from "den-testing/tsup";
