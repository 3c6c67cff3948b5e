/** A person of the invented tenant. */
export interface LocalPerson {
  readonly oid: string;
  readonly name: string;
  /** A guest's user principal name contains `#EXT#`. */
  readonly upn: string;
  /** The mail address, if it differs from the user principal name. */
  readonly mail?: string;
  /** The person's account for the bot: `29:…`. */
  readonly accountId: string;
  readonly roles: readonly string[];
  readonly about: string;
}

/** Entra marks the user principal name of a guest. */
export function isGuest({ upn }: Pick<LocalPerson, 'upn'>): boolean {
  return upn.includes('#EXT#');
}

/** The address that a person signs in with: a guest signs in with the address of the guest's own organisation. */
export function addressOf({ upn, mail }: Pick<LocalPerson, 'upn' | 'mail'>): string {
  return mail ?? upn;
}
