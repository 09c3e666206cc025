import type { VarsErrorCode } from "gen-vars";

/**
 * Every code that den reports, with what it means. Codes are stable: scripts and
 * acknowledgements in a fleet may rely on them.
 */
export const CODES = {
  DEN_CONFIG_MISSING: "no configuration file was found",
  DEN_CONFIG_PARSE: "a configuration file does not parse",
  DEN_CONFIG_LOAD: "a configuration file could not be loaded",
  DEN_CONFIG_HANGS: "a configuration file waits for something that never comes",
  DEN_CONFIG_TWICE: "two configuration files in one folder",
  DEN_CONFIG_SHAPE: "a configuration file does not export a fleet or a fragment of one",
  DEN_IMPORT_EMPTY: "an imports pattern matches no file",
  DEN_MERGE_CONFLICT: "two files set one scalar to different values",
  DEN_UNKNOWN_KEY: "a key that den does not know",
  DEN_UNKNOWN_ASPECT: "a reference to an aspect that is not declared",
  DEN_UNKNOWN_CLASS: "a reference to a class that is not registered",
  DEN_UNKNOWN_SYSTEM: "a system that is not ARCH-OS, or that nixpkgs does not know",
  DEN_UNKNOWN_TAG: "a tag that nothing declares",
  DEN_TAG_INVALID: "a tag function that throws, or picks something that is no list of hosts",
  DEN_UNKNOWN_HOST: "a host that is not declared",
  DEN_UNKNOWN_ENTITY: "an entity that is not declared",
  DEN_UNKNOWN_ENVIRONMENT: "an environment that is not declared",
  DEN_UNKNOWN_KIND: "a kind that is not declared",
  DEN_UNKNOWN_CHANNEL: "a channel that is not declared",
  DEN_UNKNOWN_PICTURE: "a picture that den does not draw",
  DEN_PICTURE_OPTION: "a picture that lacks an option, or is given one that it does not take",
  DEN_UNKNOWN_SETTING: "a setting that the aspect does not declare",
  DEN_WRONG_TYPE: "a value of the wrong type",
  DEN_DUPLICATE_HOST: "two hosts of one name",
  DEN_DUPLICATE_NAME: "one name declared twice",
  DEN_UNSAFE_NAME: "a name that is not safe as a file name",
  DEN_PATH_ESCAPES: "a path that leaves the output directory",
  DEN_INCLUDE_CYCLE: "aspects that include each other in a circle",
  DEN_CONTENT_THROWS: "a content function threw",
  DEN_CONTENT_INVALID: "content that is not a Nix value",
  DEN_CONTENT_NOT_DATA: "content that must be plain data holds Nix code",
  DEN_CANNOT_LAND: "content that can land nowhere",
  DEN_NARROWED: "content that reaches only some of the scopes that have its aspect",
  DEN_INERT_FUNCTION: "an aspect that is a function of an entity which is nowhere at hand",
  DEN_CLASS_UNTAKEN: "content of a class that goes into no output",
  DEN_ARGUMENT_MISSING: "a function reads a scope argument that its scope does not have",
  DEN_ARGUMENT_SUSPECT:
    "an argument of a content function that is probably misspelt, or a default that is never used",
  DEN_OUTPUT_CONFLICT: "two contributions set one output to different values",
  DEN_OUTPUT_FOREIGN: "files that den did not write are in the way",
  DEN_OUTPUT_UNWRITABLE: "the output directory cannot be written",
  DEN_OUTPUT_BUSY: "another process writes the output directory",
  DEN_OUTPUT_STALE: "the output directory does not match the fleet",
  DEN_POLICY_SHAPE: "a policy that is not one, or returns something that is no effect",
  DEN_POLICY_THROWS: "a policy threw",
  DEN_POLICY_CYCLE:
    "policies that depend on each other's absence or override each other in a circle",
  DEN_POLICY_CONFLICT: "two policies write one key with different values",
  DEN_POLICY_UNSEEN: "policies decided on whether an aspect is there before that was known",
  DEN_POLICY_UNFIRED: "a policy that fired at no scope",
  DEN_ASSERTION: "an assertion of a policy does not hold",
  DEN_SETTING_CONFLICT: "two policies of one rank set one setting to different values",
  DEN_SETTING_INVALID: "a setting that its schema does not allow",
  DEN_SPAWN_INVALID: "an entity that a policy cannot add",
  DEN_ROUTE_INVALID: "a route from or to something that does not exist",
  DEN_SERVICE_CONSTRAINT: "a constraint of a service that does not hold",
  DEN_SERVICE_SHAPE: "a service that is not declared right",
  DEN_CYCLE: "things that need each other in a circle",
  DEN_PEERS_CYCLE: "settings of peers that need each other in a circle",
  DEN_UNMET_REQUIREMENT: "a requirement of an aspect that nothing meets",
  DEN_NEVER_INCLUDED: "an aspect that nothing includes",
  DEN_UNREAD_CHANNEL: "a channel that nobody reads, or that nobody publishes on",
  DEN_EMPTY_SELECTOR: "a selector that matches nothing",
  DEN_ABSENT_SETTINGS: "settings for an aspect that is absent",
  DEN_VARS_DECIDE: "an aspect that declares this or that by a generated value",
  DEN_VARS_BACKEND:
    "a place for values that is not declared right, or that policies disagree about",
  DEN_VARS_KEYS: "a key to read secrets with that is not one, or that nobody has",
  DEN_NAMESPACE: "a namespace that cannot be imported",
  DEN_ACKNOWLEDGED_NOTHING: "an acknowledgement that matches no finding",
  DEN_USAGE: "the command line is wrong",
  DEN_UNCONFIRMED: "values would be replaced or removed, and nobody confirmed it",
  DEN_NIX_MISSING: "nix is not installed",
  DEN_INTERNAL: "a defect in den itself",
} as const;

type Underscored<Text extends string> = Text extends `${infer Head}-${infer Rest}`
  ? `${Head}_${Underscored<Rest>}`
  : Text;

/** The codes of gen-vars, as den reports them: `not-visible` is `DEN_VARS_NOT_VISIBLE`. */
export type VarsCode = `DEN_VARS_${Uppercase<Underscored<VarsErrorCode>>}`;

/** A stable code of a finding. */
export type Code = keyof typeof CODES | VarsCode;
