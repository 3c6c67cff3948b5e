import { HELP_TOPICS } from '../../bot/domain/shared/command.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import template from './help.json' with { type: 'json' };
import { ADMINISTRATOR_POINTS, CHAPTERS, MAIL_POINT, type Point, TOPICS_TITLE, tokenExample } from './sentences.ts';

/** Buttons beside each other; more would be cut short on a telephone. */
const PER_ROW = 2;

/** One chapter of the guide; the overview leads to all others. */
export function helpCard(outcome: Extract<Outcome, { kind: 'help' }>): Rendered {
  const { topic, example, signedIn } = outcome;
  const chapter = CHAPTERS[topic];
  const entry = topic === 'overview';
  const points = entry ? overviewPoints(outcome) : chapter.points;
  const codeLines = topic === 'token' ? tokenExample(example) : [];
  return fill(template, chapter.title, {
    title: chapter.title,
    intro: chapter.intro,
    points: points.map(pointData),
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

/** Commands that do not work here, or for this person, are not spoken of. */
function overviewPoints({ mail, administrator }: Extract<Outcome, { kind: 'help' }>): readonly Point[] {
  const { points } = CHAPTERS.overview;
  const end = points.findIndex(({ lead }) => lead === 'who am i');
  const more = [...(mail ? [MAIL_POINT] : []), ...(administrator ? ADMINISTRATOR_POINTS : [])];
  return [...points.slice(0, end), ...more, ...points.slice(end)];
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

function pointData({ lead, text }: Point): { readonly lead: string; readonly text: string } {
  return { lead, text };
}
