/** The equation has to run: never did, or something it read has changed. */
export const DIRTY = 1;
/** Something further down may have changed: the reads have to be checked before the value counts. */
export const CHECK = 2;
/** On the demand stack: running, or waiting for what it reads. */
export const ACTIVE = 4;
/** Part of a fixpoint that is not reached yet: the value is an approximation. */
export const FLUX = 8;
/** The value is a `Failure`. */
export const FAILED = 16;
/** Found on an accidental cycle: whatever its equation returns, it fails. */
export const POISONED = 32;
/** No value yet. */
export const NEW = 64;
/** Waits in the queue of a fixpoint. */
export const QUEUED = 128;
/** An input whose value was set, and is not only its default. */
export const SET = 256;

/** A cell with none of these can be read as it is. */
export const UNSETTLED: number = DIRTY | CHECK | ACTIVE | FLUX;
