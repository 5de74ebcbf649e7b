/** Numbers, dates and ages in the user's words. */
export * from '../../../display/format.ts';
