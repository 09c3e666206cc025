/** The outlines that nodes can have. */
export type Shape = "box" | "round" | "pill" | "hexagon" | "cylinder" | "note" | "diamond";

/** How a line is drawn. */
export type Line = "solid" | "dashed" | "dotted";

/** What became of a part, in a picture of a difference. */
export type Change = "added" | "removed" | "changed";

/** A row of what is told about a part: a name, and text. */
export type Detail = readonly [name: string, text: string];

/** How every node or edge of a kind is drawn; kinds without an entry get a colour of their own. */
export interface KindStyle {
  /** What the legend calls it; the kind's name otherwise. */
  readonly label?: string;
  /** Of nodes. `box` otherwise. */
  readonly shape?: Shape;
  /** Of edges. `solid` otherwise. */
  readonly line?: Line;
  /** Which of the eight colours, 0 to 7, whatever the theme makes of them. */
  readonly accent?: number;
}

/** What nodes, edges and groups have in common. */
interface Part {
  readonly kind?: string;
  /** Drawn pale: it is there to show that it does not count. */
  readonly muted?: boolean;
  readonly change?: Change;
  /** What is told when somebody asks for it (a pointer over it, a click), in this order. */
  readonly details?: readonly Detail[];
}

/** A node. `id` tells nodes apart; any string is legal. */
export interface PictureNode extends Part {
  readonly id: string;
  /** `id` otherwise. */
  readonly label?: string;
  /** A second line, smaller. */
  readonly note?: string;
  /** The group that it stands in. */
  readonly group?: string;
}

/** An edge from node to node. Several between the same two are legal. */
export interface PictureEdge extends Part {
  readonly from: string;
  readonly to: string;
  readonly label?: string;
}

/** A frame around nodes and other groups. */
export interface PictureGroup extends Part {
  readonly id: string;
  /** `id` otherwise. */
  readonly label?: string;
  /** The group that this one stands in. */
  readonly group?: string;
}

/** What a picture is made of. */
export interface PictureInput {
  readonly title?: string;
  /** Where edges lead. `right` otherwise. */
  readonly direction?: "right" | "down";
  readonly nodes: Iterable<PictureNode>;
  readonly edges?: Iterable<PictureEdge>;
  readonly groups?: Iterable<PictureGroup>;
  readonly kinds?: Readonly<Record<string, KindStyle>>;
}

/**
 * A graph as it shall be seen: plain data, checked. Parts are in an order that depends on what they
 * are, not on the order in which they were given. Made by {@link picture}, and by nothing else.
 */
export interface Picture {
  readonly title: string;
  readonly direction: "right" | "down";
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
  readonly groups: readonly PictureGroup[];
  readonly kinds: Readonly<Record<string, KindStyle>>;
}
