import { describe, expect, it } from "vitest";
import { readMessage } from "../src/eval/message.ts";

/** How releases of Nix word the same things. */
const OLD_THROW = `error: boom
       second line

       … while evaluating the attribute 'a'

       at «stdin»:3:7:

            2| x
            3| { a = throw "boom"; }
             |       ^

       … gen-nix expression 2

       … while evaluating anonymous lambda

       at «stdin»:9:9:
`;
const NEW_THROW = `\u001b[31;1merror:\u001b[0m
       … while calling the 'throw' builtin

         at «stdin»:1:1:

            1| x
             | ^

       … gen-nix expression 2

       … while evaluating the attribute 'a'

         at «stdin»:3:7:

            3| { a = throw "boom"; }
             |       ^

       error: boom
`;
const NEW_SYNTAX = `error: syntax error, unexpected end of file
       at /etc/x.nix:4:12:
            3|
            4| { a = 1;
             |         ^
`;

describe("readMessage", () => {
  it("reads the trace from the inside out", () => {
    expect(readMessage(OLD_THROW)).toEqual({
      text: "boom\nsecond line",
      positions: [
        { file: undefined, line: 3, column: 7 },
        { file: undefined, line: 9, column: 9 },
      ],
      expression: 2,
    });
  });
  it("reads the trace from the outside in", () => {
    expect(readMessage(NEW_THROW)).toEqual({
      text: "boom",
      positions: [
        { file: undefined, line: 3, column: 7 },
        { file: undefined, line: 1, column: 1 },
      ],
      expression: 2,
    });
  });
  it("reads places in files", () => {
    expect(readMessage(NEW_SYNTAX)).toEqual({
      text: "syntax error, unexpected end of file",
      positions: [{ file: "/etc/x.nix", line: 4, column: 12 }],
      expression: undefined,
    });
  });
  it("gives what there is when it is no error of Nix's", () => {
    expect(readMessage("  no such thing\n").text).toBe("no such thing");
    expect(readMessage("").text).toBe("");
  });
});
