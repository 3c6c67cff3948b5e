import { HELP_TOPICS } from '../../bot/domain/shared/command.ts';
import type { HelpPoint, Outcome } from '../../bot/domain/shared/outcome.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import template from './help.json' with { type: 'json' };
import { CHAPTERS, TOPICS_TITLE, tokenExample } from './sentences.ts';

/** Buttons in one row. A telephone would cut off a third one. */
const PER_ROW = 2;

/** One chapter of the guide; the overview leads to all others. */
export function helpCard(outcome: Extract<Outcome, { kind: 'help' }>): Rendered {
  const { topic, example, signedIn, commands } = outcome;
  const chapter = CHAPTERS[topic];
  const entry = topic === 'overview';
  const codeLines = topic === 'token' ? tokenExample(example) : [];
  return fill(template, chapter.title, {
    title: chapter.title,
    intro: chapter.intro,
    points: [...chapter.points, ...commands].map(pointData),
    hasCode: codeLines.length > 0,
    code: codeLines.join('\n'),
    codeLines: codeLines.map((text) => ({ text })),
    after: (chapter.after ?? []).map(pointData),
    hasTopics: entry,
    topicsTitle: TOPICS_TITLE,
    topicRows: entry ? topicRows() : [],
    offerSignIn: entry && !signedIn,
    offerWhoAmI: entry && signedIn,
    offerOverview: !entry,
  });
}

function topicRows(): readonly CardData[] {
  const topics = HELP_TOPICS.filter((topic) => topic !== 'overview').map((topic) => ({
    topic,
    title: CHAPTERS[topic].button,
  }));
  return Array.from({ length: Math.ceil(topics.length / PER_ROW) }, (_, row) => ({
    topics: topics.slice(row * PER_ROW, (row + 1) * PER_ROW),
  }));
}

function pointData({ lead, text }: HelpPoint): { readonly lead: string; readonly text: string } {
  return { lead, text };
}
