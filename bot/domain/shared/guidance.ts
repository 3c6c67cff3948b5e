import type { TeamsLinks } from './teams-links.ts';

/** The person or the service that people ask for help. */
export interface Support {
  /** As it reads within a sentence, such as `the service desk`. */
  readonly name: string;
  /** A mail address, or an https address. If undefined, people read the name alone. */
  readonly contact?: string | undefined;
}

/** The operator sets to whom people of this deployment turn, and what they can read. */
export interface Guidance {
  /** Who creates applications and assigns the role, as it reads within a sentence. */
  readonly team: string;
  readonly support: Support;
  /** The https address of a page about setting up multi-factor authentication. */
  readonly mfaGuide?: string | undefined;
  /** The https address of a page about getting and using a bearer token. */
  readonly apiGuide?: string | undefined;
}

/** What people read as long as an operator has set nothing. */
export const DEFAULT_GUIDANCE = { team: 'the WMDA team', support: { name: 'support' } } as const satisfies Guidance;

/** All that the cards and e-mails of this deployment lead to. */
export interface Ways extends TeamsLinks {
  /** If undefined: the default. */
  readonly guidance?: Guidance;
  /** The link that opens the 1:1 chat with a command filled in, for places that can say what to type, too. */
  readonly draft?: (command: string) => string;
}

export interface GuidanceSettings {
  readonly teamName: string;
  readonly supportName: string;
  readonly supportContact?: string;
  readonly mfaGuideUrl?: string;
  readonly apiGuideUrl?: string;
}

export function guidanceOf(settings: GuidanceSettings): Guidance {
  return {
    team: settings.teamName,
    support: { name: settings.supportName, contact: settings.supportContact },
    mfaGuide: settings.mfaGuideUrl,
    apiGuide: settings.apiGuideUrl,
  };
}

/** The address that a link to the contact opens: `mailto:` for a mail address. */
export function contactUrl(contact: string): string {
  return contact.startsWith('https:') ? contact : `mailto:${contact}`;
}
