export {
  decryptAge,
  type EncryptAgeOptions,
  encryptAge,
  encryptAgeWithPassphrase,
} from "./age/age-file.ts";
export {
  type Identities,
  mergeIdentities,
  NO_IDENTITIES,
  parseIdentities,
} from "./age/identity.ts";
export {
  normalizeRecipient,
  type RecipientKind,
  recipientKind,
  sshToAge,
} from "./age/recipient.ts";
export {
  type ProgramOptions,
  type ProgramResult,
  type RunProgram,
  runProgram,
} from "./effects/run-program.ts";
export type { VarsErrorCode } from "./error/codes.ts";
export { issueText, VarsError, type VarsIssue } from "./error/vars-error.ts";
export { buildModel, type CheckedModel, checkModel } from "./model/build-model.ts";
export { formatDuration, parseDuration } from "./model/duration.ts";
export type {
  DefinitionFingerprint,
  Dependency,
  Generator,
  GeneratorFile,
  GeneratorPrompt,
  RuntimeInput,
} from "./model/generator.ts";
export {
  differenceText,
  type GeneratorDifference,
  generatorDifferences,
} from "./model/generator-diff.ts";
export {
  type DependencyInput,
  type DurationInput,
  defineGenerator,
  type FileInput,
  type GeneratorInput,
  type NeededFor,
  type PromptInput,
  type PromptType,
  type RuntimeInputInput,
} from "./model/generator-input.ts";
export type { Json } from "./model/json.ts";
export { fileId, instanceId, isName } from "./model/names.ts";
export { type NormalizedGenerator, normalizeGenerator } from "./model/normalize-generator.ts";
export type { Access, ScopeNode, VisibilityEdge } from "./model/scope.ts";
export type { ScopeTree } from "./model/scope-tree.ts";
export type { Template, TemplatePart, TemplateReference } from "./model/template.ts";
export type {
  Declaration,
  Instance,
  InstanceDeclaration,
  ModelInput,
  ResolvedDependency,
  VarsModel,
} from "./model/vars-model.ts";
export { dependencyClosure, impactOf, nodeClosure } from "./plan/closures.ts";
export type {
  Blocker,
  Plan,
  PlanEntry,
  PlanInput,
  PlanState,
  Reason,
  WantedPlace,
} from "./plan/plan.ts";
export { planVars } from "./plan/plan-vars.ts";
export {
  selectWork,
  type Work,
  type WorkCause,
  type WorkItem,
  type WorkRequest,
} from "./plan/select-work.ts";
export type {
  Fingerprint,
  Location,
  LocationFormat,
  RotationMark,
  StoredFile,
  StoredGenerator,
} from "./plan/stored.ts";
export { type SealSopsOptions, sealSops } from "./sops/seal-sops.ts";
export {
  newSops,
  type OpenSopsFile,
  openSops,
  parseSops,
  type SopsFile,
  type SopsFormat,
} from "./sops/sops-file.ts";
export { sopsRemove, sopsSet, sopsValue } from "./sops/values.ts";
