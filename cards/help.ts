import { HELP_TOPICS, type HelpTopic } from '../bot/domain/command.ts';
import type { Outcome } from '../bot/domain/outcome.ts';
import { fill, type Rendered } from './fill.ts';
import template from './help.json' with { type: 'json' };
import { CHAPTERS, type Point, tokenExample } from './sentences-help.ts';

/** Chapters whose buttons stay in sight; with the others there would be more than the six that fit. */
const PROMINENT: readonly HelpTopic[] = ['token', 'rotation', 'credentials', 'access'];

/** One chapter of the guide; the overview leads to all others. */
export function helpCard(outcome: Extract<Outcome, { kind: 'help' }>): Rendered {
  const { topic, example, signedIn } = outcome;
  const chapter = CHAPTERS[topic];
  const others = topic === 'overview' ? HELP_TOPICS.filter((t) => t !== topic) : (['overview'] as const);
  const codeLines = topic === 'token' ? tokenExample(example) : [];
  return fill(template, chapter.title, {
    title: chapter.title,
    intro: chapter.intro,
    points: chapter.points.map(pointData),
    hasCode: codeLines.length > 0,
    code: codeLines.join('\n'),
    codeLines: codeLines.map((text) => ({ text })),
    after: (chapter.after ?? []).map(pointData),
    topics: others.map((t) => ({
      topic: t,
      title: CHAPTERS[t].button,
      mode: t === 'overview' || PROMINENT.includes(t) ? 'primary' : 'secondary',
    })),
    offerSignIn: topic === 'overview' && !signedIn,
    offerWhoAmI: topic === 'overview' && signedIn,
  });
}

function pointData({ lead, text }: Point): { readonly lead: string; readonly text: string } {
  return { lead, text };
}
