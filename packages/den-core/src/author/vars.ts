/** A generator of values: refined by gen-vars, carried here as it is. */
export interface GeneratorDeclaration {
  readonly scope?: string;
  readonly files?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly prompts?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly dependencies?: readonly string[];
  readonly runtimeInputs?: readonly string[];
  readonly script?: string;
  readonly [key: string]: unknown;
}
