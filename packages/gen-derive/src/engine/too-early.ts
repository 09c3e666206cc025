/** Ends a run that would have to read what is not complete yet: it will be run again. */
export class TooEarly extends Error {
  override readonly name = "TooEarly";
}
