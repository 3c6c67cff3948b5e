export interface LinkKeys {
  /** Keeps the candidate if there is no key yet. Returns the key, which is the same for all processes and never changes. */
  keep(candidate: string): Promise<string>;
}
