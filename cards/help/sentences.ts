import { type LadderInWords, ladderInWords } from '../../bot/domain/reminders/ladder.ts';
import type { HelpTopic } from '../../bot/domain/shared/command.ts';
import type { Api, Apis } from '../../bot/domain/shared/naming.ts';
import type { HelpAudience, HelpPoint, HelpSection } from '../../bot/domain/shared/outcome.ts';
import { capitalTeam, team } from '../shared/guidance.ts';

export interface Chapter {
  readonly title: string;
  /** On its button. */
  readonly button: string;
  readonly intro: string;
  readonly points: readonly HelpPoint[];
  /** After the example, or after the commands that belong to the chapter. */
  readonly after?: readonly HelpPoint[];
}

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** Its sentence depends on who reads it: see FIRST_PAGE. */
const overview: Chapter = { title: 'What I can do', button: 'Back to help', intro: '', points: [] };

const commands: Chapter = {
  title: 'All commands',
  button: 'All commands',
  intro: 'Type one of these. In a channel or group chat mention me first; only you see my answers.',
  points: [],
};

const guide: Chapter = {
  title: 'How it works',
  button: 'How it works',
  intro: 'What client secrets are, and how they are looked after. Read more about:',
  points: [],
};

const credentials = (): Chapter => ({
  title: 'Client ID and client secret',
  button: 'ID and secret',
  intro: 'API credentials are for systems talking to systems. People do not sign in with them.',
  points: [
    {
      lead: 'The client ID',
      text: `names your application to the APIs. ${capitalTeam()} creates it and shares it with your organisation. It is permanent: it never expires and never changes.`,
    },
    {
      lead: 'A client secret',
      text: 'belongs to one client ID and works like a temporary password for your system. Keep it confidential. It expires, after one year at most, and needs a replacement before then.',
    },
    { lead: 'After it expires', text: 'connections stop until your system has a new secret. Replace it in good time.' },
    {
      lead: 'The value',
      text: 'is shown once, when the secret is created. Afterwards only its first three characters, the hint, remain. Nobody can show a lost value again: create a new secret.',
    },
  ],
});

const token: Chapter = {
  title: 'Requesting a bearer token',
  button: 'Request a token',
  intro:
    'Your system exchanges client ID and client secret for a bearer token, and sends that token with every API call.',
  points: [{ lead: 'Ask for a token', text: 'like this, with your own client secret in the placeholder:' }],
  after: [
    {
      lead: 'The answer',
      text: 'holds access_token and its life in seconds, expires_in. Ask for a new one when it runs out.',
    },
    { lead: 'Call the API', text: 'with the header “Authorization: Bearer” followed by the access token.' },
    {
      lead: 'Keep the secret',
      text: 'out of source code, logs and chats. Let your system read it from a secret store.',
    },
  ],
};

const rotation: Chapter = {
  title: 'Rotating a client secret',
  button: 'Rotation',
  intro: 'Old and new overlap, so nothing is interrupted. Start before the old secret expires.',
  points: [
    { lead: '1. Create', text: 'a new client secret and store its value safely.' },
    { lead: '2. Update', text: 'your system with the new value.' },
    { lead: '3. Confirm', text: 'that your system connects with it.' },
    { lead: '4. Delete', text: 'the old secret once nothing uses it any more. That keeps the list clear.' },
    {
      lead: 'I lead you through it:',
      text: 'type rotate with the name of an application, or press Rotate. One card keeps the four steps. You can continue it days later: type rotations. Another manager of the application can do that, too.',
    },
    {
      lead: 'I remind you',
      text: `${ladderText(ladderInWords())}, until it is deleted or marked as replaced. If the application cannot connect any more, I go on every day for two weeks and then every week, and tell the administrators every day.`,
    },
  ],
};

export const DONTS: Chapter = {
  title: 'What to avoid',
  button: 'What to avoid',
  intro: 'Four things that lead to outages or leaks:',
  points: [
    {
      lead: 'Do not choose an early expiry date',
      text: 'except for a test. One year is the longest, and means the least work.',
    },
    { lead: 'Do not share secrets', text: 'with anyone outside your organisation. They are confidential.' },
    {
      lead: 'Do not rely on expired secrets:',
      text: 'they break the connection. Create the new one before the old one ends.',
    },
    {
      lead: 'Do not delete a secret in use',
      text: 'before your systems have a new one. Deleting stops API access at once.',
    },
  ],
};

const naming = (apis: Apis): Chapter => ({
  title: 'How applications are named',
  button: 'Names',
  intro: 'Partner – country – organisation – API, joined by hyphens. For example: Partner-NL-OrganisationName-SMC',
  points: [
    { lead: 'Country', text: 'is the two-letter ISO code, such as NL.' },
    { lead: 'Organisation', text: 'is your organisation’s name; it may itself contain hyphens.' },
    ...apis.map(apiPoint),
    {
      lead: 'PartnerAlternative',
      text: 'is for people who build a system and test it. It works in the sandbox only and is provided on request.',
    },
    { lead: 'What it may really reach', text: 'depends on the permissions it was given.' },
    {
      lead: 'Who creates them:',
      text: `${team()}. Members manage the secrets; they cannot create or change applications.`,
    },
  ],
});

const access = (): Chapter => ({
  title: 'Who gets the role',
  button: 'Who gets access',
  intro: `A credential manager sees, creates and deletes the client secrets of the applications assigned to them. ${capitalTeam()} assigns the role, per application.`,
  points: [
    {
      lead: 'Who fits:',
      text: 'someone of your organisation who handles credentials responsibly and works with, or in, the technical team.',
    },
    { lead: 'At least two', text: 'per application, so that there is always a backup.' },
    { lead: 'Multi-factor authentication', text: 'is needed to sign in.' },
    {
      lead: 'To get it,',
      text: 'agree within your organisation first who should have it. Then type “request” and the name of the application or organisation. One of its managers confirms it, then an administrator decides; without your organisation’s confirmation nobody can assign the role. A request ends after 14 days if nobody decides.',
    },
  ],
  after: [{ lead: 'To give it up,', text: `or when somebody leaves, tell ${team()}: they remove the role.` }],
});

/** What the code of an API means at the end of a name. */
function apiPoint({ code, services }: Api): HelpPoint {
  const reached = services.map(({ name }) => name).join(' and ');
  const dummy = services.filter((service) => service.dummy).map(({ name }) => name);
  const alone = dummy.length < services.length ? `; a dummy reaches ${dummy.join(' and ')} alone` : '';
  return { lead: code, text: `reaches ${reached}, production and sandbox${alone}.` };
}

/** All chapters of a deployment with these APIs. */
export function chaptersOf(apis: Apis): Readonly<Record<HelpTopic, Chapter>> {
  return {
    overview,
    commands,
    guide,
    credentials: credentials(),
    token,
    rotation,
    donts: DONTS,
    naming: naming(apis),
    access: access(),
  };
}

/** Above the commands of one kind. */
export const SECTION_TITLES: Readonly<Record<HelpSection, string>> = {
  secrets: 'Client secrets',
  reminders: 'Reminders',
  access: 'Access, and what was done',
  administrators: 'For administrators',
  account: 'You',
};

/** What the first page says, in one sentence, and what people may type, for instance. */
export const FIRST_PAGE: Readonly<Record<HelpAudience, { readonly intro: string; readonly example: string }>> = {
  newcomer: {
    intro: 'I look after the client secrets with which your systems connect to the APIs.',
    example: '“what expires soon”',
  },
  colleague: {
    intro:
      'I look after the client secrets with which your systems connect to the APIs; to see or change them, you need the role for an application.',
    example: '“request” and the name of your organisation',
  },
  manager: {
    intro:
      'I look after the client secrets of your applications: I remind you before one expires, and lead you through its replacement.',
    example: '“new secret for DM” or “when does SMC expire?”',
  },
  administrator: {
    intro:
      'I look after the client secrets of all organisations, and show you which of them need you and who asks for access.',
    example: '“list NL this week”',
  },
};

export function exampleText(example: string): string {
  return `Or write what you need, for example ${example}.`;
}

/** When reminders come: `six weeks before a secret expires, three weeks before, and every day of the last week`. */
export function ladderText({ weeks, dailyFrom }: LadderInWords): string {
  const [first = 0, ...others] = weeks;
  const later = others.map((count) => `${spelt(count)} before, `).join('');
  const last = dailyFrom === 7 ? 'week' : `${dailyFrom} days`;
  return `${spelt(first)} before a secret expires, ${later}and every day of the last ${last}`;
}

function spelt(weeks: number): string {
  return `${NUMBERS[weeks] ?? weeks} ${weeks === 1 ? 'week' : 'weeks'}`;
}
