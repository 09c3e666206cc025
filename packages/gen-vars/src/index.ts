export {
  decryptAge,
  type EncryptAgeOptions,
  encryptAge,
  encryptAgeWithPassphrase,
} from "./age/age-file.ts";
export {
  generateIdentity,
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
export type { StoreBench } from "./contract/store-bench.ts";
export { type ContractCase, storeContract } from "./contract/store-contract.ts";
export { type Effects, nodeEffects } from "./effects/effects.ts";
export { type EntryKind, type FileSystem, nodeFileSystem } from "./effects/file-system.ts";
export { nodeProcesses, type Processes, type ProcessMark } from "./effects/processes.ts";
export {
  type ProgramOptions,
  type ProgramResult,
  type RunProgram,
  runProgram,
} from "./effects/run-program.ts";
export type { VarsErrorCode } from "./error/codes.ts";
export { issueText, VarsError, type VarsIssue } from "./error/vars-error.ts";
export {
  type ClanGenerator,
  type ClanPlacement,
  clanEntries,
  type ReadClanOptions,
  readClan,
} from "./exchange/clan.ts";
export {
  type ImportedGenerator,
  type ImportOptions,
  type ImportResult,
  importEntries,
} from "./exchange/entries.ts";
export { type ExportOptions, exportVars } from "./exchange/export-vars.ts";
export { importVars } from "./exchange/import-vars.ts";
export { type AgenixSecret, agenixPath, agenixSecret } from "./handles/agenix.ts";
export { type FileHandle, fileHandle, handleFor } from "./handles/handle.ts";
export { type MachineOptions, secretName } from "./handles/machine-path.ts";
export { publicPath, publicValue } from "./handles/public-file.ts";
export { type SopsNixSecret, sopsNixPath, sopsNixSecret } from "./handles/sops-nix.ts";
export { resolveAll, resolveVar, unresolvable, type VarTarget } from "./handles/target.ts";
export {
  type ShellVariable,
  shellVariable,
  type TerraformVariable,
  terraformVariable,
} from "./handles/variables.ts";
export { type VisibleVar, visibleVars } from "./handles/visible-vars.ts";
export {
  DEFAULT_LAYOUT,
  instancePath,
  type Layout,
  nodePath,
  pathPart,
  statePath,
} from "./layout/layout.ts";
export {
  buildModel,
  type CheckedModel,
  type CheckedPlaces,
  checkModel,
  placeVars,
} from "./model/build-model.ts";
export { formatDuration, parseDuration } from "./model/duration.ts";
export {
  type DefinitionFingerprint,
  type Dependency,
  type Generator,
  type GeneratorFile,
  type GeneratorPrompt,
  isHidden,
  type RuntimeInput,
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
  NormalizedGenerators,
  PlacedVars,
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
export { type PlanRow, planData } from "./plan/plan-data.ts";
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
export { type Audiences, audiences, type Reader } from "./recipients/audience.ts";
export { addGrant, removeGrant } from "./recipients/grants.ts";
export { addToGroup, groupKeys, removeFromGroup } from "./recipients/groups.ts";
export {
  EMPTY_KEYRING,
  type Grant,
  type KeyEntry,
  type KeyGroup,
  type KeyRole,
  type Keyring,
} from "./recipients/keyring.ts";
export { keyringPath, parseKeyring, printKeyring } from "./recipients/keyring-file.ts";
export { addKey, type KeyInput, removeKey } from "./recipients/keys.ts";
export { mergeKeyrings } from "./recipients/merge-keyrings.ts";
export type { ApplyExternal, Operation } from "./repository/operation.ts";
export { overlay } from "./repository/overlay.ts";
export {
  openRepository,
  type Repository,
  type RepositoryView,
  type Transaction,
} from "./repository/repository.ts";
export { type AskPrompt, answersFrom, type PromptQuestion } from "./runner/answers.ts";
export type { RunEvent } from "./runner/events.ts";
export type { ProgramSource } from "./runner/programs.ts";
export type { SandboxChoice } from "./runner/sandbox.ts";
export type { Limits } from "./runner/workshop.ts";
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
export { parseState, printState } from "./state/state-file.ts";
export { type AgeStoreOptions, ageStore } from "./stores/age-store.ts";
export { inRepoStore } from "./stores/in-repo.ts";
export { type PasswordStoreOptions, passwordStore } from "./stores/password-store.ts";
export { type SopsStoreOptions, sopsStore } from "./stores/sops-store.ts";
export type {
  FileAddress,
  Inspection,
  StoreChange,
  StoreContext,
  VarStore,
} from "./stores/store.ts";
export {
  auditVars,
  type FileAudit,
  type ReadableVar,
  whatCanRead,
  whoCanRead,
} from "./vars/audit.ts";
export { changeKeyring } from "./vars/change-keyring.ts";
export { type CheckOptions, checkVars, type Finding, reasonText } from "./vars/check-vars.ts";
export { type FoundVar, findInstance, findInstances, findVar } from "./vars/find-vars.ts";
export {
  DEFAULT_LIMITS,
  type GenerateOptions,
  type GenerateResult,
  generateVars,
  previewWork,
} from "./vars/generate.ts";
export { listVars, type VarRow } from "./vars/list-vars.ts";
export { openVars, type VarsOptions } from "./vars/open-vars.ts";
export { adoptVars, findOrphans, type Orphan, pruneVars } from "./vars/orphans.ts";
export { planOf, type VarsPlan } from "./vars/plan-of.ts";
export { getVar } from "./vars/read-value.ts";
export { type RekeyedFile, type RekeyOptions, rekeyVars } from "./vars/rekey.ts";
export { markForRotation, rotateVars } from "./vars/rotate.ts";
export { setVar } from "./vars/set-var.ts";
export type { LoadedState } from "./vars/stored-state.ts";
export type { Vars } from "./vars/vars.ts";
export { type VarsGraph, varsGraph } from "./vars/vars-graph.ts";
export { accessTo, type Viewers, viewersOf } from "./visibility/access.ts";
