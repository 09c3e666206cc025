export { nix } from "gen-nix";
export { append, byDefault, force, prepend, replace, union, unset } from "gen-schema";
export { sel } from "gen-select";
export { createFleet, type Fleet, loadFleet } from "./api/fleet.ts";
export type {
  AnonymousAspect,
  AnyAspect,
  AspectDeclaration,
  AspectMeta,
  AspectReference,
  AspectStructure,
  ClassContents,
  FileDeclaration,
  NixUnitTest,
  ParametricAspect,
  PeerDeclaration,
} from "./author/aspect.ts";
export { defineAspect } from "./author/aspect.ts";
export type {
  AspectsAccessor,
  Channels,
  Classes,
  Content,
  ContentArguments,
  ContentFunction,
  ContentRecord,
  ContentValue,
  Kinds,
  Peer,
  PeersAccessor,
  ScopeArguments,
  SymbolicArguments,
  VarFile,
  VarsAccessor,
} from "./author/content.ts";
export {
  type AttributePath,
  type ChannelItem,
  type ChannelOperation,
  type Effect,
  type InstantiateSpec,
  type PolicyEffects,
  type ProvideSpec,
  policy,
  type RouteSpec,
  type SpawnSpec,
} from "./author/effects.ts";
export {
  type ChannelDeclaration,
  type ClassDeclaration,
  type CustomDeclaration,
  defineFleet,
  defineFragment,
  type EntityDeclaration,
  type EnvironmentDeclaration,
  type FleetDeclaration,
  type HomeDeclaration,
  type HostDeclaration,
  type KindDeclaration,
  type NamespaceDeclaration,
  type TagDeclaration,
  type TaggedHost,
  type UserDeclaration,
} from "./author/fleet.ts";
export {
  type ArgumentsAt,
  definePolicy,
  type PolicyArguments,
  type PolicyCondition,
  type PolicyDeclaration,
  type PolicyFunction,
  type SettingsFor,
} from "./author/policy.ts";
export {
  defineService,
  type RoleAspect,
  type RoleDeclaration,
  type RoleInstance,
  type ServiceConstraints,
  type ServiceDeclaration,
  type ServiceInstance,
} from "./author/service.ts";
export type { JsonValue, SettingsDeclaration, SettingsOf } from "./author/settings.ts";
export type {
  GeneratorDeclaration,
  KeyDeclaration,
  VarBackend,
  VarsDeclaration,
  VarsOfAspect,
  VarsOfEntity,
} from "./author/vars.ts";
export type { EntityView, FleetView, HomeView, HostView, UserView } from "./author/views.ts";
export type { CatalogEntry } from "./catalog/catalog.ts";
export type { UnmetDependency } from "./catalog/dependencies.ts";
export { CODES, type Code } from "./diagnostics/codes.ts";
export { DenError } from "./diagnostics/den-error.ts";
export type { Finding, Severity } from "./diagnostics/finding.ts";
export type { Origin } from "./diagnostics/origin.ts";
export type { PictureArguments, PictureName, PictureOptions } from "./diagram/pictures.ts";
export {
  diffPlans,
  type EntityChange,
  type ModuleChange,
  type OutputChange,
  type PlanDiff,
  type SettingChange,
} from "./diff/diff-plans.ts";
export type {
  WhyAnswer,
  WhyAspect,
  WhyChannel,
  WhyClass,
  WhyOption,
  WhyOutput,
  WhyPolicy,
  WhySecret,
  WhySetting,
} from "./explain/answer-why.ts";
export type { WhyNotAnswer, WhyNotAspect } from "./explain/answer-why-not.ts";
export type {
  CompiledAspect,
  CompiledPolicy,
  RoleMembers,
  ServiceExplanation,
} from "./explain/explain-service.ts";
export type { SettingsAnswer } from "./explain/settings-at.ts";
export type { Arrival, Inclusion } from "./explain/why.ts";
export type { ChannelAnswer, ChannelArrival } from "./explain/why-channel.ts";
export type { Absence, Includer, KeptOut, Unfired } from "./explain/why-not.ts";
export type { OptionArrival } from "./explain/why-option.ts";
export type { OutputAnswer } from "./explain/why-output.ts";
export type { PolicyAnswer, PolicyOutcome } from "./explain/why-policy.ts";
export type { SecretArrival } from "./explain/why-secret.ts";
export type { ValuesAtHost } from "./explain/why-values.ts";
export type {
  Plan,
  PlanAspect,
  PlanEntity,
  PlanInclusion,
  PlanModule,
  PlanOrigin,
  PlanOutput,
  PlanSetting,
} from "./plan/plan.ts";
export type { PlanVar, PlanVarFile } from "./plan/plan-vars.ts";
export type { VarsEdge } from "./vars/fleet-vars.ts";
