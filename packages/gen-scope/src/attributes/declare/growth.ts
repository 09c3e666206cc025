import type { ScopeIssue } from "../../error/scope-error.ts";
import { show } from "../show.ts";
import type { KindOrder } from "./kind-order.ts";
import type { Sprout } from "./placement.ts";

/** Where something grows. */
export interface Soil<Node> {
  readonly name: string;
  readonly kinds: KindOrder;
  readonly hostOf: (node: Node) => Node | undefined;
  readonly host: Node;
  readonly kind: string;
}

/** Everything that is wrong with a growth, in pre-order. */
export function growthIssues<Node>(
  soil: Soil<Node>,
  sprouts: readonly Sprout<Node, unknown>[],
): ScopeIssue[] {
  const { kinds, name, host } = soil;
  const issues: ScopeIssue[] = [];
  const report = (
    code: ScopeIssue["code"],
    node: unknown,
    message: string,
    remedy: string,
  ): void => {
    issues.push({
      code,
      message: `${name} of ${show(host)} ${message}.`,
      remedy,
      culprits: [show(node)],
    });
  };
  if (kinds.depth(soil.kind) === undefined && sprouts.length > 0) {
    report("kind-unknown", host, `has the unknown kind ${show(soil.kind)}`, list(kinds));
  }
  const seen = new Set<Node>([host]);
  const open = [...sprouts].reverse().map((sprout) => ({ sprout, above: soil.kind }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, kind, children = [] } = next.sprout;
    const grown = `grows ${show(node)}`;
    if (kinds.depth(kind) === undefined) {
      report("kind-unknown", node, `${grown} of the unknown kind ${show(kind)}`, list(kinds));
    } else if (kinds.depth(next.above) !== undefined && !kinds.mayGrow(next.above, kind)) {
      const what = `${grown} of kind ${show(kind)}, which is not below ${show(next.above)}`;
      report("kind-not-descending", node, what, list(kinds));
    }
    if (seen.has(node)) {
      report("node-duplicate", node, `${grown} twice`, "Give each grown node its own identity.");
    }
    seen.add(node);
    const claimed = soil.hostOf(node);
    if (!Object.is(claimed, host)) {
      const what = `${grown}, whose host is ${claimed === undefined ? "none" : show(claimed)}`;
      report("node-foreign", node, what, "Let hostOf of a grown node tell the node it grows on.");
    }
    for (const child of [...children].reverse()) open.push({ sprout: child, above: kind });
  }
  return issues;
}

function list(kinds: KindOrder): string {
  const order = kinds.layers.map((layer) => layer.join(" | ")).join(" > ");
  return `The kinds descend ${order}; grow only what is strictly below.`;
}
