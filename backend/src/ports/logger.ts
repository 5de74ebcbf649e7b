/** Structured log lines; implementations redact tokens, secrets and personal data, and never throw. */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/** Ids, counts, durations and codes. Never a name, an address, a token or a text from a record. */
export type LogFields = Readonly<Record<string, unknown>>;
