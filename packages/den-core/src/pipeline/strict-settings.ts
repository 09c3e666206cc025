import type { Folded } from "gen-schema";
import { refuse } from "../diagnostics/den-error.ts";
import { isRecord, suggestion } from "../model/reader.ts";
import { settingsObject } from "./settings.ts";

/** Names that JavaScript and its libraries ask any object for. */
const ASKED_OF_ANYTHING: ReadonlySet<string> = new Set(["then", "toJSON", "$$typeof", "nodeType"]);

/**
 * Settings as content functions read them: what the schema does not declare and no layer set is
 * refused by name, rather than being `undefined` somewhere in the content. A schema that says that it
 * takes more (`additionalProperties`, `patternProperties`, a composition) is taken at its word.
 *
 * @throws DenError `DEN_UNKNOWN_SETTING` when such a name is read
 */
export function strictSettings(
  aspect: string,
  folded: Folded | undefined,
  schema: unknown,
): Readonly<Record<string, unknown>> {
  return strict(settingsObject(folded), schema ?? {}, aspect, "");
}

/** Keywords by which a schema may hold names that are not among its `properties`. */
const OPEN = [
  "additionalProperties",
  "unevaluatedProperties",
  "patternProperties",
  "$ref",
  "allOf",
  "anyOf",
  "oneOf",
  "if",
  "dependentSchemas",
];

function strict<T extends object>(value: T, schema: unknown, aspect: string, path: string): T {
  if (!isRecord(schema) || OPEN.some((key) => schema[key] !== undefined && schema[key] !== false))
    return value;
  const known = isRecord(schema.properties) ? schema.properties : {};
  return new Proxy(value, {
    get(target, key, receiver) {
      const found = Reflect.get(target, key, receiver) as unknown;
      if (typeof key !== "string") return found;
      if (isRecord(found) && Object.hasOwn(target, key)) {
        const inner = Object.hasOwn(known, key) ? known[key] : undefined;
        return isRecord(inner) && isRecord(inner.properties)
          ? strict(found, inner, aspect, `${path}${key}.`)
          : found;
      }
      if (found !== undefined || key in target) return found;
      if (!Object.hasOwn(known, key)) unknownSetting(key, known, aspect, path);
      else if (Array.isArray(schema.required) && schema.required.includes(key)) {
        refuse("DEN_SETTING_INVALID", `${aspect}.${path}${key} is required, and nothing sets it`, {
          remedy: "set it at the entity or by a policy, or give it a default",
        });
      }
      return found;
    },
  });
}

function unknownSetting(key: string, known: object, aspect: string, path: string): void {
  if (ASKED_OF_ANYTHING.has(key)) return;
  const names = Object.keys(known);
  refuse("DEN_UNKNOWN_SETTING", `${aspect} has no setting ${JSON.stringify(path + key)}`, {
    remedy:
      names.length === 0
        ? `${aspect} declares no settings: give it \`settings: { ${key}: { … } }\``
        : suggestion(key, names),
  });
}
