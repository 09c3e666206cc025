import type { NodeId } from "../pipeline/base.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";

/** A host, the scopes above it (outermost first), and everything below it: all that bears on it. */
export function nearby(pipeline: Pipeline, host: NodeId): NodeId[] {
  const { evaluator, topology } = pipeline;
  const found = [...evaluator.get(topology.chain, host)];
  const stack = [...evaluator.get(topology.children, host)].reverse();
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    found.push(id);
    stack.push(...[...evaluator.get(topology.children, id)].reverse());
  }
  return found;
}
