/** Thrown inside a user's function when it reads an argument that its scope does not have. */
export class ArgumentMissing extends Error {
  /** The argument's name. */
  readonly argument: string;
  /** The kind below the scope that has it, if there is one: the function waits for such scopes. */
  readonly waitsFor: string | undefined;
  /** Why it is not there. */
  readonly reason: string;

  constructor(argument: string, waitsFor: string | undefined, reason: string) {
    super(`there is no ${argument} here: ${reason}`);
    this.name = "ArgumentMissing";
    this.argument = argument;
    this.waitsFor = waitsFor;
    this.reason = reason;
  }
}
