import { failure, type VarsError } from "../error/vars-error.ts";
import type { Location } from "../plan/stored.ts";

/** Nothing is stored at a location. */
export function notFound(store: string, location: Location): VarsError {
  const what = locationText(location);
  return failure({
    code: "not-found",
    message: `The ${store} store has nothing at ${what}.`,
    remedy: "Generate it, or restore it from version control.",
    culprit: what,
  });
}

/** A location for people: the path, and the key inside it. */
function locationText(location: Location): string {
  return location.key === undefined ? location.path : `${location.path}#${location.key.join("/")}`;
}
