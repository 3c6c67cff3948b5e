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
  /** The home tenant of an outsider. The people of the invented tenant have none here, and neither have its guests. */
  readonly homeTenantId?: string;
}

/**
 * An outsider is in shared channels (B2B direct connect) and has no account in the invented tenant.
 * https://learn.microsoft.com/microsoftteams/shared-channels
 */
export function isOutsider({ homeTenantId }: Pick<LocalPerson, 'homeTenantId'>): boolean {
  return homeTenantId !== undefined;
}

/** Entra marks the user principal name of a guest. */
export function isGuest({ upn }: Pick<LocalPerson, 'upn'>): boolean {
  return upn.includes('#EXT#');
}

/** The address that a person signs in with: a guest signs in with the address of the guest's own organisation. */
export function addressOf({ upn, mail }: Pick<LocalPerson, 'upn' | 'mail'>): string {
  return mail ?? upn;
}
