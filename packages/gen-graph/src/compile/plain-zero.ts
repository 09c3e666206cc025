/** `Map` takes -0 for 0; so must every list of nodes, or answers would tell apart what graphs do not. */
export function plainZero<N>(node: N): N {
  return Object.is(node, -0) ? (0 as N) : node;
}
