export { DiagramError, type DiagramErrorCode, type DiagramIssue } from "./error/diagram-error.ts";
export { picture } from "./picture/make.ts";
export type {
  Change,
  Detail,
  KindStyle,
  Line,
  Picture,
  PictureEdge,
  PictureGroup,
  PictureInput,
  PictureNode,
  Shape,
} from "./picture/picture.ts";
export { collapse } from "./view/collapse.ts";
export { changed, difference } from "./view/difference.ts";
export { between, type NeighbourhoodOptions, neighbourhood, only } from "./view/select.ts";
