/** Chapters of `help`. `overview` is the entry page. */
export const HELP_TOPICS = ['overview', 'credentials', 'token', 'rotation', 'donts', 'naming', 'access'] as const;
export type HelpTopic = (typeof HELP_TOPICS)[number];

/** What a command on one application wants to do with it. */
export type Purpose = 'show' | 'create' | 'delete';

/**
 * Everything a person can ask, from chat text or a card button alike. Plain JSON: a command interrupted by a sign-in
 * is stored and resumed. Ids in it are wishes, never rights: applications are looked up among the asker's own.
 */
export type Command =
  | { readonly kind: 'help'; readonly topic: HelpTopic; readonly query: string }
  | { readonly kind: 'list'; readonly filter: string; readonly page: number }
  | { readonly kind: 'open'; readonly purpose: Purpose; readonly query: string; readonly hint: string }
  | { readonly kind: 'delete-secret'; readonly clientId: string; readonly keyId: string }
  | { readonly kind: 'submit-create'; readonly nonce: string; readonly name: string; readonly expiry: string }
  | { readonly kind: 'confirm-delete'; readonly nonce: string; readonly typedName: string }
  | { readonly kind: 'stored'; readonly nonce: string }
  | { readonly kind: 'sign-in' }
  | { readonly kind: 'sign-out' }
  | { readonly kind: 'who-am-i' }
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'unsupported'; readonly text: string };
