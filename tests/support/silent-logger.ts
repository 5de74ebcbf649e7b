import type { Logger } from '../../backend/src/ports/logger.ts';

/** A logger for tests that look at something else. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
