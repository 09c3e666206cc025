import { type ResolutionPolicy, resolutionPolicy } from "./resolution-policy.ts";

/**
 * Policies that most graphs need, over the labels `P` (lexical parent) and `I` (import).
 *
 * - `lexical`: `P*`, `$ < P`. The nearest enclosing declaration. (Néron et al. 2015, §2.3)
 * - `imports`: `P* I?`, `$ < I < P`. Also what a scope imports, but not what that one imports in
 *   turn; a local declaration hides an imported one, an imported one that of a parent. (§2.5)
 * - `transitiveImports`: `P* I*`, `$ < I < P`. Imports of imports too. (Fig. 2)
 */
export const presets: {
  readonly lexical: ResolutionPolicy;
  readonly imports: ResolutionPolicy;
  readonly transitiveImports: ResolutionPolicy;
} = /* @__PURE__ */ Object.freeze({
  lexical: resolutionPolicy("P*", "$ < P"),
  imports: resolutionPolicy("P* I?", "$ < I < P"),
  transitiveImports: resolutionPolicy("P* I*", "$ < I < P"),
});
