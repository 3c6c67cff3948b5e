/** What a token is for: a sign-in link, the way to Entra and back, or the first e-mail to a contact. One is never taken for another. */
export type LinkPurpose = 'ticket' | 'state' | 'contact';

/**
 * The unguessable texts in addresses of the bot's pages. Each carries a time and a tag that only the bot can make,
 * so that a made-up or an old text is refused without a look into the database. See decision 0020: links carry a tag.
 */
export interface LinkTokens {
  /** A new text in base64url. Throws LedgerFault if the key is not known yet and the database does not answer. */
  make(purpose: LinkPurpose): Promise<string>;
  /**
   * Whether the bot made this text for this purpose, and no longer ago than such a link lives. It may be used up all the same.
   * Throws as `make` does.
   */
  isGenuine(purpose: LinkPurpose, text: string): Promise<boolean>;
  /** Says at once, for limits, whether a text is genuine. Until the key has been read it answers false, and reads it. */
  seemsGenuine(purpose: LinkPurpose, text: string): boolean;
}
