import type { PlanAspect } from "../plan/plan.ts";
import { originRows, type Row } from "./details.ts";

/** What is told of an aspect in every picture; of one that is not declared, that. */
export function aspectRows(aspect: PlanAspect | undefined): Row[] {
  if (aspect === undefined) return [["declared", "in place, or not at all"]];
  const { meta, classes, origins } = aspect;
  const said = (key: string): unknown =>
    typeof meta === "object" && meta !== null && Object.hasOwn(meta, key)
      ? (meta as Readonly<Record<string, unknown>>)[key]
      : undefined;
  return [
    ["description", said("description")],
    ["categories", said("categories")],
    ["classes", classes],
    ...originRows(origins),
  ];
}
