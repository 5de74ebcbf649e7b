/** What a source states about the company behind a domain. */
export interface DomainStatement {
  /** Register numbers, each once, at least one. Several leave open which one is meant. */
  readonly companyNumbers: readonly string[];
  /** Names by which the owner of the domain calls itself there; [] when none are known. */
  readonly names: readonly string[];
  /** False when the domain led to a website under another domain, which may be another company's. */
  readonly isOwnDomain: boolean;
}
