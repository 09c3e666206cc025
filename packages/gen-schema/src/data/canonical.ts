import { refuse } from "../problems/schema-error.ts";
import { byCodeUnit, isPlain, own } from "./plain.ts";

/**
 * Data as one text that equal data shares: JSON with sorted keys and no spaces, numbers as
 * ECMAScript prints them (the scheme of RFC 8785). Types stay apart: `1` and `"1"` differ.
 *
 * @throws SchemaError `not-canonical` for what JSON cannot hold: functions, `undefined`, `NaN`,
 * infinities, class instances, values that contain themselves.
 */
export function canonical(value: unknown): string {
  let text = "";
  const around = new Set<unknown>();
  const work: (string | { readonly value: unknown } | { readonly leave: unknown })[] = [{ value }];
  for (let item = work.pop(); item !== undefined; item = work.pop()) {
    if (typeof item === "string") text += item;
    else if ("leave" in item) around.delete(item.leave);
    else if (typeof item.value !== "object" || item.value === null) text += scalar(item.value);
    else {
      const { value: data } = item;
      if (around.has(data)) refuseData("a value that contains itself");
      around.add(data);
      work.push({ leave: data });
      if (Array.isArray(data)) {
        work.push("]");
        for (let index = data.length - 1; index >= 0; index--) {
          work.push({ value: data[index] });
          if (index > 0) work.push(",");
        }
        text += "[";
      } else if (isPlain(data)) {
        work.push("}");
        const keys = Object.keys(data).sort(byCodeUnit);
        for (let index = keys.length - 1; index >= 0; index--) {
          const key = keys[index] as string;
          work.push({ value: own(data, key) }, `${index > 0 ? "," : ""}${JSON.stringify(key)}:`);
        }
        text += "{";
      } else refuseData("an object of a class");
    }
  }
  return text;
}

function scalar(value: unknown): string {
  if (typeof value === "number") {
    if (!Number.isFinite(value)) refuseData(String(value));
    return JSON.stringify(value);
  }
  if (value === null || typeof value === "boolean" || typeof value === "string") {
    return JSON.stringify(value);
  }
  return refuseData(value === undefined ? "undefined" : `a ${typeof value}`);
}

function refuseData(what: string): never {
  return refuse({
    code: "not-canonical",
    message: `Only JSON data has a canonical form, not ${what}`,
    got: what,
  });
}
