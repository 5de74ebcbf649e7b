/** Version 8.23: exported, but without types. */
declare module 'pg/lib/utils.js' {
  const utils: {
    /** A value as PostgreSQL reads it: dates and lists in its notation, other objects as JSON, null for what is absent. */
    prepareValue(value: unknown): string | Buffer | null;
  };
  export default utils;
}
