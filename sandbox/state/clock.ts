/** The sandbox's own clock: real time plus whatever a test has added, so that tokens expire without waiting. */
export interface SandboxClock {
  nowMs(): number;
  advance(milliseconds: number): void;
}

/** Makes a clock that runs with real time and can be pushed forward. */
export function makeClock(): SandboxClock {
  let offsetMs = 0;
  return {
    nowMs: () => Date.now() + offsetMs,
    advance: (milliseconds) => {
      offsetMs += milliseconds;
    },
  };
}

/** Writes an instant as HubSpot's Java does: whole seconds carry no fraction. */
export function toHubSpotInstant(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('.000Z', 'Z');
}
