import { HELP_TOPICS, type HelpTopic } from '../../bot/domain/shared/command.ts';
import { HELP_SECTIONS, type HelpAudience, type HelpPoint, type Outcome } from '../../bot/domain/shared/outcome.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import template from './help.json' with { type: 'json' };
import { type Chapter, chaptersOf, exampleText, FIRST_PAGE, SECTION_TITLES } from './sentences.ts';
import { tokenExample } from './token-example.ts';

/** Buttons in one row. A telephone would cut off a third one. */
const PER_ROW = 2;

/** The buttons of the first page, three for each kind of reader. The template has their order. */
const FIRST_BUTTONS = {
  offerList: ['newcomer', 'manager'],
  offerExpiring: ['manager'],
  offerCreate: ['manager'],
  offerOverview: ['administrator'],
  offerRequest: ['newcomer', 'colleague'],
  offerRequests: ['colleague', 'administrator'],
  offerAccess: ['colleague'],
  offerListAll: ['administrator'],
  offerSignIn: ['newcomer'],
} as const satisfies Readonly<Record<string, readonly HelpAudience[]>>;

/** One page of help: the first one, all commands, the guide that leads to its chapters, or one of them. */
export function helpCard(outcome: Extract<Outcome, { kind: 'help' }>): Rendered {
  const { topic, apis, example, signedIn, audience = signedIn ? 'manager' : 'newcomer' } = outcome;
  const chapters = chaptersOf(apis);
  const chapter = chapters[topic];
  const isFirst = topic === 'overview';
  const codeLines = topic === 'token' ? tokenExample(example) : [];
  return fill(template, chapter.title, {
    title: chapter.title,
    intro: isFirst ? FIRST_PAGE[audience].intro : chapter.intro,
    ...firstPage(isFirst, audience),
    ...commandsData(outcome, chapter),
    hasCode: codeLines.length > 0,
    code: codeLines.join('\n'),
    codeLines: codeLines.map((text) => ({ text })),
    after: (chapter.after ?? []).map(pointData),
    topicRows: topic === 'guide' ? topicRows(chapters) : [],
    offerWhoAmI: topic === 'commands' && signedIn,
    isInside: !isFirst,
  });
}

function firstPage(isFirst: boolean, audience: HelpAudience): CardData {
  const offers = Object.entries<readonly HelpAudience[]>(FIRST_BUTTONS).map(
    ([offer, readers]) => [offer, readers.includes(audience)] as const,
  );
  return { ...Object.fromEntries(offers), isFirst, example: exampleText(FIRST_PAGE[audience].example) };
}

/** All commands under their headings; on the page of a chapter, its sentences and then the commands that belong to it. */
function commandsData({ topic, commands }: Extract<Outcome, { kind: 'help' }>, { points }: Chapter): CardData {
  if (topic !== 'commands') return { sections: [], points: [...points, ...commands].map(pointData) };
  const sections = HELP_SECTIONS.map((section) => ({
    heading: SECTION_TITLES[section],
    lines: commands.filter((line) => line.section === section).map(pointData),
  }));
  return { points: [], sections: sections.filter(({ lines }) => lines.length > 0) };
}

function topicRows(chapters: Readonly<Record<HelpTopic, Chapter>>): readonly CardData[] {
  const topics = HELP_TOPICS.filter((topic) => topic !== 'overview' && topic !== 'commands' && topic !== 'guide');
  const buttons = topics.map((topic) => ({ topic, title: chapters[topic].button }));
  return Array.from({ length: Math.ceil(buttons.length / PER_ROW) }, (_, row) => ({
    topics: buttons.slice(row * PER_ROW, (row + 1) * PER_ROW),
  }));
}

function pointData({ lead, text }: HelpPoint): { readonly lead: string; readonly text: string } {
  return { lead, text };
}
