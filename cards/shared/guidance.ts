import { contactUrl, DEFAULT_GUIDANCE, type Guidance } from '../../bot/domain/shared/guidance.ts';
import type { Rendered } from '../fill.ts';
import { apiGuideText, contactText, mfaGuideText } from './sentences-guidance.ts';

/** A page that people can read, if the operator has set it. */
export type Guide = 'mfa' | 'api';

/** Which lines a card ends with, if its words do not ask for them already. */
export interface Leads {
  readonly support: boolean;
  readonly guides: readonly Guide[];
}

/** What is kept while a card is drawn: whom its sentences name, and whether one of them has named support. */
interface Drawing {
  readonly guidance: Guidance;
  isNamed: boolean;
}

let current: Drawing = { guidance: DEFAULT_GUIDANCE, isNamed: false };

/**
 * Draws with the names of this deployment. If a sentence of the card says to ask the team or support, or if `leads` asks
 * for it, the card ends with the way to them. Drawing is synchronous, so that no other card is drawn meanwhile. See
 * decision 0032: cards say whom to ask.
 */
export function withGuidance(
  guidance: Guidance = DEFAULT_GUIDANCE,
  draw: () => Rendered,
  leads: Leads = { support: false, guides: [] },
): Rendered {
  const before = current;
  const drawing: Drawing = { guidance, isNamed: false };
  current = drawing;
  try {
    const drawn = draw();
    return withLines(drawn, linesOf(guidance, { ...leads, support: leads.support || drawing.isNamed }));
  } finally {
    current = before;
  }
}

/** Draws what is no card with the names of this deployment, such as an e-mail. */
export function namingGuidance<T>(guidance: Guidance = DEFAULT_GUIDANCE, draw: () => T): T {
  const before = current;
  current = { guidance, isNamed: false };
  try {
    return draw();
  } finally {
    current = before;
  }
}

/** Who creates applications and assigns the role, within a sentence that says to ask them. */
export function team(): string {
  current.isNamed = true;
  return teamName();
}

/** Names the team within a sentence after which nobody has to ask them anything. */
export function teamName(): string {
  return current.guidance.team;
}

/** Names the team at the beginning of a sentence. */
export function capitalTeam(): string {
  const name = team();
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Names, within a sentence, whom people tell of a fault. */
export function support(): string {
  current.isNamed = true;
  return current.guidance.support.name;
}

/** The lines that `leads` asks for, as a text for places that show no links. It begins with a space if there are any. */
export function leadsText(guidance: Guidance = DEFAULT_GUIDANCE, leads: Leads): string {
  return linesOf(guidance, leads)
    .map(({ text }) => ` ${text}`)
    .join('');
}

/** One line as Markdown, and the same for those who cannot see the card. */
interface Line {
  readonly markdown: string;
  readonly text: string;
}

function linesOf(guidance: Guidance, leads: Leads): readonly Line[] {
  const { support: helper, mfaGuide, apiGuide } = guidance;
  const guides = { mfa: lineOf(mfaGuide, mfaGuideText), api: lineOf(apiGuide, apiGuideText) };
  const { name, contact } = helper;
  const contactLine = lineOf(leads.support ? contact : undefined, (shown) => contactText(name, shown), contactUrl);
  return [...leads.guides.flatMap((guide) => guides[guide]), ...contactLine];
}

/**
 * The address is a link of Markdown, because Teams opens no mail address from a button or from a run of rich text. See
 * https://github.com/MicrosoftDocs/msteams-docs/issues/3677
 */
function lineOf(
  address: string | undefined,
  words: (shown: string) => string,
  urlOf = (shown: string) => shown,
): readonly Line[] {
  if (address === undefined) return [];
  return [{ markdown: words(`[${address}](${urlOf(address)})`), text: words(address) }];
}

function withLines(drawn: Rendered, lines: readonly Line[]): Rendered {
  if (lines.length === 0) return drawn;
  const body: readonly unknown[] = Array.isArray(drawn.card['body']) ? drawn.card['body'] : [];
  const blocks = lines.map(({ markdown }, index) => ({
    type: 'TextBlock',
    text: markdown,
    wrap: true,
    spacing: index === 0 ? 'Medium' : 'Small',
  }));
  const spoken = [drawn.fallbackText, ...lines.map(({ text }) => text)].join(' ');
  return {
    card: { ...drawn.card, fallbackText: spoken, body: [...body, ...blocks] },
    fallbackText: drawn.fallbackText,
  };
}
