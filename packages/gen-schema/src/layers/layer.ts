import type { Path } from "../data/path.ts";
import { refuse } from "../problems/schema-error.ts";
import type { Marked, Priority, Read } from "./marker.ts";

/** What a layer may say where the record has a `T`: the value, part of it, or a marked one. */
export type LayerValue<T> =
  | T
  | Marked
  | (T extends readonly unknown[]
      ? T
      : T extends object
        ? { readonly [K in keyof T]?: LayerValue<T[K]> | undefined }
        : never);

/** One named layer of a record. Layers are given from the weakest to the strongest. */
export interface Layer<T = unknown> {
  readonly name: string;
  /**
   * Orders the layers, weakest first; layers of one rank are peers, and peers that disagree are a
   * finding. Either every layer has a rank, or none (then the list is the order, without peers).
   */
  readonly rank?: number | undefined;
  /** Where the layer was written, as any plain data; handed through to every answer. */
  readonly origin?: unknown;
  /** The layer counts only if this holds. A function may read other leaves of the result. */
  readonly when?: boolean | ((read: Read) => boolean) | undefined;
  /** The priority of every value in it that does not carry its own. @default "plain" */
  readonly priority?: Priority | undefined;
  /** What it says; a function is called at most once, when the first leaf is read. */
  readonly values: LayerValue<T> | ((read: Read) => LayerValue<T>);
}

/** What one layer said about a place. */
export interface Definition {
  readonly layer: string;
  readonly origin: unknown;
  readonly value: unknown;
  /** As NixOS counts: force 50, plain 100, default 1000, a schema's default 1500; lower is stronger. */
  readonly priority: number;
  /** How it was folded with what is below it. */
  readonly strategy: string;
  /** Where it was said, when that is above the leaf (a whole object that was replaced, for one). */
  readonly path?: Path;
}

/** Why a leaf is what it is. */
export interface Leaf {
  readonly path: Path;
  /** Whether there is a value; a leaf that was unset has none, but still says who unset it. */
  readonly present: boolean;
  readonly value: unknown;
  /** The layer that decided, with its origin: for lists that add up, the strongest contributor. */
  readonly layer: string;
  readonly origin: unknown;
  readonly priority: number;
  readonly strategy: string;
  /** Every definition that is part of the value, weakest first; one, unless values add up. */
  readonly contributions: readonly Definition[];
  /** Every definition that is not, strongest first: the order in which they would take over. */
  readonly shadowed: readonly Definition[];
}

/** Layers from weakest to strongest: by rank if they have ranks, else as listed. */
export function inOrder<T>(layers: readonly Layer<T>[]): readonly Layer<T>[] {
  let ranked = 0;
  let sorted = true;
  let last = Number.NEGATIVE_INFINITY;
  for (const layer of layers) {
    if (layer.rank === undefined) continue;
    ranked++;
    if (!(layer.rank >= last)) sorted = false;
    last = layer.rank;
  }
  if (ranked === 0) return layers;
  const odd = layers.find((layer) => layer.rank === undefined || Number.isNaN(layer.rank));
  if (odd !== undefined) {
    refuse({
      code: "layer-rank",
      message: `Layer ${JSON.stringify(odd.name)} has no rank, but others have`,
      layer: odd.name,
      origin: odd.origin,
      remedy: "Give every layer a rank, or none.",
    });
  }
  if (sorted) return layers;
  return [...layers].sort((a, b) => (a.rank as number) - (b.rank as number));
}
