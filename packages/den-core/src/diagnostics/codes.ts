/**
 * Every code that den reports, with what it means. Codes are stable: scripts and
 * acknowledgements in a fleet may rely on them.
 */
export const CODES = {
  DEN_CONFIG_MISSING: "no configuration file was found",
  DEN_CONFIG_PARSE: "a configuration file does not parse",
  DEN_CONFIG_LOAD: "a configuration file could not be loaded",
  DEN_CONFIG_SHAPE: "a configuration file does not export a fleet or a fragment of one",
  DEN_IMPORT_EMPTY: "an imports pattern matches no file",
  DEN_MERGE_CONFLICT: "two files set one scalar to different values",
  DEN_UNKNOWN_KEY: "a key that den does not know",
  DEN_UNKNOWN_ASPECT: "a reference to an aspect that is not declared",
  DEN_UNKNOWN_CLASS: "a reference to a class that is not registered",
  DEN_UNKNOWN_SYSTEM: "a system string that is not ARCH-OS",
  DEN_UNKNOWN_TAG: "a tag that nothing declares",
  DEN_UNKNOWN_HOST: "a host that is not declared",
  DEN_UNKNOWN_ENTITY: "an entity that is not declared",
  DEN_UNKNOWN_ENVIRONMENT: "an environment that is not declared",
  DEN_UNKNOWN_KIND: "a kind that is not declared",
  DEN_UNKNOWN_CHANNEL: "a channel that is not declared",
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
  DEN_ARGUMENT_MISSING: "a function reads a scope argument that its scope does not have",
  DEN_OUTPUT_CONFLICT: "two contributions set one output to different values",
  DEN_OUTPUT_FOREIGN: "files that den did not write are in the way",
  DEN_OUTPUT_UNWRITABLE: "the output directory cannot be written",
  DEN_OUTPUT_STALE: "the output directory does not match the fleet",
  DEN_USAGE: "the command line is wrong",
  DEN_NIX_MISSING: "nix is not installed",
  DEN_INTERNAL: "a defect in den itself",
} as const;

/** A stable code of a finding. */
export type Code = keyof typeof CODES;
