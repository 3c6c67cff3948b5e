/** Chapters of `help`. `overview` is the entry page. */
export const HELP_TOPICS = ['overview', 'credentials', 'token', 'rotation', 'donts', 'naming', 'access'] as const;
export type HelpTopic = (typeof HELP_TOPICS)[number];

/** What a command on one application wants to do with it. */
export const PURPOSES = ['show', 'create', 'delete', 'rotate', 'managers', 'audit'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** What a button of a digest wants with one of its items. */
export const DIGEST_ITEM_ACTS = ['show', 'rotate', 'claim', 'take-over'] as const;
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
] as const;
export type RotationAct = (typeof ROTATION_ACTS)[number];

export const MAIL_CHOICES = ['html', 'text', 'off'] as const;
/** How a person wants the e-mails about expiring secrets. */
export type MailChoice = (typeof MAIL_CHOICES)[number];

/** How far back `audit` looks, unless it is told otherwise. */
export const AUDIT_DAYS = 30;

export const REQUEST_ACTS = ['show', 'confirm', 'decline', 'approve'] as const;
/** What a button of a request's card wants. */
export type RequestAct = (typeof REQUEST_ACTS)[number];

/** Whom an administrator means. */
export type PersonWish =
  /** Mentioned in the message: a member of this conversation, by their account for the bot. */
  | { readonly kind: 'account'; readonly accountId: string; readonly name: string }
  /** By object id, user principal name or mail address. */
  | { readonly kind: 'words'; readonly words: string };

/**
 * Everything a person can ask, from chat text or a card button alike. Plain JSON: a command interrupted by a sign-in
 * is stored and resumed. Ids in it are wishes, never rights: applications are looked up among the asker's own.
 */
export type Command =
  | { readonly kind: 'help'; readonly topic: HelpTopic; readonly query: string }
  | { readonly kind: 'list'; readonly filter: string; readonly page: number }
  | { readonly kind: 'open'; readonly purpose: Purpose; readonly query: string; readonly hint: string }
  | { readonly kind: 'delete-secret'; readonly clientId: string; readonly keyId: string }
  | { readonly kind: 'rotate-secret'; readonly clientId: string; readonly keyId: string }
  | { readonly kind: 'rotations' }
  | { readonly kind: 'rotation'; readonly id: string; readonly act: RotationAct; readonly keyId: string }
  | { readonly kind: 'expiring'; readonly days: number }
  /** `scope` as scopeId() writes it, from a button; empty where typed. */
  | { readonly kind: 'link' | 'unlink'; readonly query: string; readonly scope: string }
  | { readonly kind: 'unlink-one'; readonly id: string }
  | { readonly kind: 'links' }
  | { readonly kind: 'digest'; readonly digest: string; readonly page: number }
  | { readonly kind: 'digest-item'; readonly act: DigestItemAct; readonly digest: string; readonly item: number }
  | { readonly kind: 'notify'; readonly mail: MailChoice | undefined }
  | { readonly kind: 'sweep'; readonly accept: boolean }
  | { readonly kind: 'undelivered' }
  | { readonly kind: 'undelivered-act'; readonly act: 'retry' | 'drop'; readonly digest: string }
  /** Of an application, or, without words, those that lack managers. */
  | { readonly kind: 'managers'; readonly query: string; readonly page: number }
  /** Applications as typed (`query`, commas between them), or as chosen on a card. */
  | {
      readonly kind: 'assign' | 'unassign';
      readonly people: readonly PersonWish[];
      readonly query: string;
      readonly clientIds: readonly string[];
    }
  | {
      readonly kind: 'submit-assignment';
      readonly nonce: string;
      /** Who in the organisation confirmed it. */
      readonly confirmedBy: string;
      /** The answer to the second question, about the last manager. */
      readonly lastToo: boolean;
    }
  | { readonly kind: 'request'; readonly query: string }
  | { readonly kind: 'submit-request'; readonly query: string; readonly why: string; readonly who: string }
  | { readonly kind: 'requests' }
  | {
      readonly kind: 'review';
      readonly request: string;
      readonly act: RequestAct;
      readonly clientIds: readonly string[];
      readonly confirmedBy: string;
      /** From a card that others see too: it is drawn anew for all, and the answer stands beside it. */
      readonly shared: boolean;
    }
  /** Without words: of all that the asker may see. */
  | { readonly kind: 'audit'; readonly query: string; readonly days: number; readonly page: number }
  | { readonly kind: 'submit-create'; readonly nonce: string; readonly name: string; readonly expiry: string }
  | { readonly kind: 'confirm-delete'; readonly nonce: string; readonly typedName: string }
  | { readonly kind: 'stored'; readonly nonce: string }
  | { readonly kind: 'sign-in' }
  | { readonly kind: 'sign-out' }
  | { readonly kind: 'who-am-i' }
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'unsupported'; readonly text: string };
