/** The one source of the current time outside SQL, injected so that tests own it. */
export interface Clock {
  /** The present instant. */
  now(): Date;
}
