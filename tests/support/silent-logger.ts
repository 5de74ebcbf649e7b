import type { Logger } from '../../backend/src/ports/logger.ts';

/** Drops every line; for tests that look at other things. */
export const silentLogger: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
