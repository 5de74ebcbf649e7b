/** HubSpot counts these apart. */
export const RATE_BUCKETS = ['main', 'search', 'associations'] as const;
/** One of `RATE_BUCKETS`. */
export type RateBucket = (typeof RATE_BUCKETS)[number];

/** Who asks to send, and until when waiting makes sense. */
export interface Admission {
  readonly portalId: number;
  readonly bucket: RateBucket;
  readonly priority: 'interactive' | 'background';
  /** Same clock as `nowMs`. */
  readonly giveUpAtMs: number;
}

/** Time as the limiter sees it; injected so that tests own it. */
export interface LimiterTime {
  /** Milliseconds of a clock that never jumps. */
  nowMs(): number;
  wait(ms: number): Promise<void>;
}
