import * as library from "gen-nix";
import { expect, it } from "vitest";

it("exports this and nothing else", () => {
  expect(Object.keys(library).sort()).toEqual([
    "NixError",
    "checkSyntax",
    "containsCode",
    "destructured",
    "evaluate",
    "evaluateSettled",
    "isNixExpr",
    "moduleOf",
    "nix",
    "nixVersion",
    "print",
    "printFile",
    "showPath",
    "toNix",
  ]);
  expect(Object.keys(library.nix).sort()).toEqual([
    "assert",
    "builtins",
    "call",
    "comment",
    "file",
    "float",
    "has",
    "if",
    "import",
    "inherit",
    "int",
    "lambda",
    "let",
    "neg",
    "not",
    "op",
    "or",
    "path",
    "raw",
    "rec",
    "required",
    "select",
    "var",
    "with",
  ]);
});
