import { distance } from "fastest-levenshtein";
import { compareText } from "./order.ts";

/** The known id nearest to `name`, when it is near enough to be a typo: about a third of it differs. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  if (name.length > 64) return undefined;
  const limit = Math.ceil(name.length / 3);
  let best: { readonly id: string; readonly away: number } | undefined;
  for (const id of known) {
    if (Math.abs(id.length - name.length) > limit) continue;
    const away = distance(name, id);
    if (away > limit) continue;
    if (
      best === undefined ||
      away < best.away ||
      (away === best.away && compareText(id, best.id) < 0)
    ) {
      best = { id, away };
    }
  }
  return best?.id;
}
