import type { ApplicationRef } from '../../bot/domain/shared/application.ts';
import type { Purpose } from '../../bot/domain/shared/command.ts';
import type { Beside, Outcome } from '../../bot/domain/shared/outcome.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { fill, type Rendered } from '../fill.ts';
import template from './choose.json' with { type: 'json' };
import { limited, shortName, shownName } from './describe.ts';
import { BESIDE, CHOOSE, MESSAGES, moreApplications, youWrote } from './sentences.ts';

const CANDIDATES_SHOWN = 30;
/** Characters of a text that a button carries, which must stay short. */
const HINT_KEPT = 80;

/** A button carries it, and nobody types it. */
const CLIENT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface Choice {
  readonly title: string;
  readonly lines: readonly string[];
  readonly purpose: Purpose;
  readonly hint: string;
  readonly candidates: readonly ApplicationRef[];
  /** What the form for access begins with; undefined: nobody is offered it. */
  readonly ask: string | undefined;
}

/** Several applications fit: a button for each. */
export function chooseApplicationCard(outcome: Extract<Outcome, { kind: 'choose-application' }>): Rendered {
  const { purpose, hint, candidates } = outcome;
  return card({ title: MESSAGES.choose.title, lines: [CHOOSE[purpose]], purpose, hint, candidates, ask: undefined });
}

/** No application fits: says what was asked for, and offers "did you mean" buttons if a name is near. */
export function notFoundCard(outcome: Extract<Outcome, { kind: 'not-found' }>): Rendered {
  const { purpose, query, suggestions, mayAsk = false } = outcome;
  const { title, text } = suggestions.length > 0 ? MESSAGES.suggestions : MESSAGES.notFound;
  return card({
    title,
    lines: [...(CLIENT_ID.test(query) ? [] : [youWrote(plainText(query))]), text],
    purpose,
    hint: '',
    candidates: suggestions,
    ask: mayAsk ? query : undefined,
  });
}

/** The card with the other applications that the words may have meant, each with its button, under all else. */
export function withBeside(drawn: Rendered, beside: Beside | undefined): Rendered {
  if (beside === undefined) return drawn;
  const { purpose, hint, others } = beside;
  const choice = card({ title: '', lines: [BESIDE], purpose, hint, candidates: others, ask: undefined });
  const [, ...items] = bodyOf(choice);
  const rows = { type: 'Container', separator: true, spacing: 'Large', items };
  return { ...drawn, card: { ...drawn.card, body: [...bodyOf(drawn), rows] } };
}

function bodyOf({ card: { body } }: Rendered): readonly unknown[] {
  return Array.isArray(body) ? body : [];
}

function card(choice: Choice): Rendered {
  const { purpose } = choice;
  const hint = plainText(choice.hint, HINT_KEPT);
  const row = ({ clientId, displayName }: ApplicationRef) => ({
    name: shownName(displayName),
    shortName: shortName(displayName),
    clientId: plainText(clientId),
    purpose,
    hint,
  });
  const { rows, hasMore, more } = limited(choice.candidates, CANDIDATES_SHOWN, row, moreApplications);
  const lines = choice.lines.map((text) => ({ text }));
  const offer = { offerRequest: choice.ask !== undefined, ask: plainText(choice.ask ?? '') };
  return fill(template, choice.title, { title: choice.title, lines, candidates: rows, hasMore, more, ...offer });
}
