/**
 * What must work before this process may take requests. Contract: never throws and answers within seconds; a part that fails or
 * is silent says so.
 */
export interface Readiness {
  check(): Promise<
    readonly {
      readonly name: 'database' | 'migrations' | 'queue';
      readonly ok: boolean;
      readonly message: string | null;
    }[]
  >;
}
