/** What must work before this process may take requests. Contract: never throws; a part that fails says why. */
export interface Readiness {
  check(): Promise<
    readonly {
      readonly name: 'database' | 'migrations' | 'queue';
      readonly ok: boolean;
      readonly message: string | null;
    }[]
  >;
}
