/** Pages of `help`. `overview` is the entry page; it leads to all commands, and to the guide with its chapters. */
export const HELP_TOPICS = [
  ...(['overview', 'commands', 'guide'] as const),
  ...(['credentials', 'token', 'rotation', 'donts', 'naming', 'access'] as const),
] as const;
export type HelpTopic = (typeof HELP_TOPICS)[number];

/** What a command on one application wants to do with it. */
export const PURPOSES = ['show', 'create', 'delete', 'rotate', 'managers', 'audit'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** What a button of a digest wants with one of its items. */
export const DIGEST_ITEM_ACTS = ['show', 'rotate', 'claim', 'take-over', 'delete', 'unused'] as const;
export type DigestItemAct = (typeof DIGEST_ITEM_ACTS)[number];

/** What a button of a rotation's card wants. `create` and `delete` open forms. */
export const ROTATION_ACTS = [
  'show',
  'create',
  'adopt',
  'updated',
  'confirmed',
  'delete',
  'replaced',
  'abandon',
  'keep',
] as const;
export type RotationAct = (typeof ROTATION_ACTS)[number];

export const MAIL_CHOICES = ['html', 'text', 'off'] as const;
/** How a person wants the e-mails about expiring secrets. */
export type MailChoice = (typeof MAIL_CHOICES)[number];

/** How many days back `audit` looks if nobody says otherwise. */
export const AUDIT_DAYS = 30;

export const REQUEST_ACTS = ['show', 'choose', 'confirm', 'decline', 'approve'] as const;
/** What a button of a request's card wants. `choose`: to say what the words of the request mean. */
export type RequestAct = (typeof REQUEST_ACTS)[number];

export const UNEXPECTED_ACTS = ['ours', 'remove'] as const;
/** What a button beside a credential that nobody ordered wants. */
export type UnexpectedAct = (typeof UNEXPECTED_ACTS)[number];

export const CONTACT_ACTS = ['confirm', 'decline', 'again', 'remove'] as const;
/** What a button beside a designated contact wants. `again`: the first e-mail is sent again. */
export type ContactAct = (typeof CONTACT_ACTS)[number];

/** The person that an administrator means. */
export type PersonWish =
  /** The message mentions a member of this conversation. `accountId` is the member's account for the bot. */
  | { readonly kind: 'account'; readonly accountId: string; readonly name: string }
  /** The message has words: an object id, a user principal name or a mail address. */
  | { readonly kind: 'words'; readonly words: string };

/**
 * A command as it is kept with an interrupted sign-in: plain JSON, maybe of an earlier version. Ids in it are wishes,
 * never rights: applications are looked up among the asker's own. The union of all commands is in usecases/commands.ts.
 */
export interface StoredCommand {
  readonly kind: string;
}
