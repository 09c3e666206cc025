const OPS: ReadonlySet<string> = new Set("= != ^= $= *= ~= in exists < > <= >=".split(" "));

function isScalar(value: unknown): boolean {
  return (
    value === null ||
    typeof value === "string" ||
    typeof value === "boolean" ||
    (typeof value === "number" && Number.isFinite(value))
  );
}

/** What is wrong with a test of an attribute, if anything. */
export function attrProblem(form: Record<string, unknown>): string | undefined {
  const { path, op, value } = form;
  if (
    !Array.isArray(path) ||
    path.length === 0 ||
    !path.every((part) => typeof part === "string")
  ) {
    return "`path` must be a list of strings, not empty";
  }
  if (typeof op !== "string" || !OPS.has(op))
    return `unknown operator ${String(op)}; there are ${[...OPS].join(" ")}`;
  if (op === "exists") return value === undefined ? undefined : "`exists` takes no value";
  if (op === "in") {
    return Array.isArray(value) && value.every(isScalar)
      ? undefined
      : "`in` takes a list of scalars";
  }
  if (op === "^=" || op === "$=" || op === "*=") {
    return typeof value === "string" ? undefined : `\`${op}\` takes a string`;
  }
  if (op === "<" || op === ">" || op === "<=" || op === ">=") {
    return isScalar(value) && (typeof value === "string" || typeof value === "number")
      ? undefined
      : `\`${op}\` takes a string or a finite number`;
  }
  return isScalar(value)
    ? undefined
    : `\`${op}\` takes a string, a finite number, a boolean or null`;
}
