import { checkSelector } from "../selector/check-selector.ts";
import type { AttrSelector, NthSelector, Scalar, Selector } from "../selector/selector.ts";
import { isWord, KIND_WORD, NAME_WORD, NUMBER, PATH_WORD, TAG_WORD, VALUE_WORD } from "./words.ts";

function word(shape: RegExp, text: string): string {
  return isWord(shape, text) ? text : JSON.stringify(text);
}

function scalar(value: Scalar): string {
  if (typeof value !== "string") return Object.is(value, -0) ? "-0" : String(value);
  const plain =
    isWord(VALUE_WORD, value) && !NUMBER.test(value) && !["true", "false", "null"].includes(value);
  return plain ? value : JSON.stringify(value);
}

/** An attribute path as people write it: `meta.region`, `"a.b".c`. */
export function printPath(path: readonly string[]): string {
  return path.map((part) => word(PATH_WORD, part)).join(".");
}

function attr(test: AttrSelector): string {
  const path = printPath(test.path);
  switch (test.op) {
    case "exists":
      return `[${path}]`;
    case "in":
      return `[${path} in (${test.value.map(scalar).join(", ")})]`;
    default:
      return `[${path}${test.op}${scalar(test.value)}]`;
  }
}

function place({ step, offset }: NthSelector): string {
  if (step === 0 && !Object.is(step, -0)) return Object.is(offset, -0) ? "-0" : String(offset);
  const n = Object.is(step, -0) ? "-0n" : step === 1 ? "n" : step === -1 ? "-n" : `${step}n`;
  if (Object.is(offset, -0)) return `${n}-0`;
  return offset === 0 ? n : `${n}${offset > 0 ? "+" : ""}${offset}`;
}

/** `a, b`: where a list may stand, an `any` of several needs no brackets. */
function list(selector: Selector): string {
  return selector.sel === "any" && selector.of.length > 1
    ? selector.of.map(complex).join(", ")
    : complex(selector);
}

/** A chain of steps; the left side of a step may be a chain itself. */
function complex(selector: Selector): string {
  if (selector.sel === "child") return `${complex(selector.left)} > ${compound(selector.of)}`;
  if (selector.sel === "descendant") return `${complex(selector.left)} ${compound(selector.of)}`;
  return compound(selector);
}

function compound(selector: Selector): string {
  if (selector.sel === "child" || selector.sel === "descendant") return `(${complex(selector)})`;
  return selector.sel === "all" && isCompound(selector.of)
    ? selector.of.map(simple).join("")
    : simple(selector);
}

function isCompound(of: readonly Selector[]): boolean {
  return (
    of.length > 1 &&
    of.every(
      ({ sel }, i) =>
        sel !== "child" &&
        sel !== "descendant" &&
        sel !== "all" &&
        (i === 0 || (sel !== "kind" && sel !== "star")),
    )
  );
}

function simple(selector: Selector): string {
  switch (selector.sel) {
    case "star":
      return "*";
    case "kind":
      return word(KIND_WORD, selector.kind);
    case "tag":
      return `.${word(TAG_WORD, selector.tag)}`;
    case "name":
      return `#${word(NAME_WORD, selector.glob)}`;
    case "attr":
      return attr(selector);
    case "all":
    case "any":
      return `:${selector.sel}(${selector.of.map(element).join(", ")})`;
    case "has-child":
      return `:has(> ${list(selector.of)})`;
    case "via":
      return `:via(${JSON.stringify(selector.path)}, ${list(selector.of)})`;
    case "nth":
      return `:nth(${place(selector)}${selector.of === undefined ? "" : ` of ${list(selector.of)}`})`;
    case "when":
      return `:when(${word(KIND_WORD, selector.name)})`;
    case "child":
    case "descendant":
      return `(${complex(selector)})`;
    default:
      return `:${selector.sel}(${list(selector.of)})`;
  }
}

/** One operand of `:all(…)` or `:any(…)`, where a comma separates operands. */
function element(selector: Selector): string {
  return complex(selector);
}

/**
 * The text form of a selector. `parseSelector` reads it back to an equal value (`:when(name)` with
 * the same predicate given).
 * @throws SelectError when the selector is not one
 */
export function printSelector(selector: Selector): string {
  return printChecked(checkSelector(selector));
}

/** {@link printSelector} of what is known to be a selector. */
export function printChecked(selector: Selector): string {
  return list(selector);
}
