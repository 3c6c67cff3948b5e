import { REQUEST_FIELDS, REQUEST_LIMITS, type RequestBecame } from '../../bot/domain/access/access-request.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import { shownDay } from '../shared/dates.ts';
import { shownName } from '../shared/describe.ts';
import { messageCard } from '../shared/message.ts';
import { requestNewsCard } from './assigned.ts';
import template from './request-form.json' with { type: 'json' };
import { REQUEST_FORM, REQUESTED, requestedText, requestProblemText, youAskedFor } from './sentences-requests.ts';
import { ALREADY_MANAGER, alreadyText } from './sentences-roles.ts';

type Form = Extract<Outcome, { kind: 'request-form' }>;

/** The form that asks for access. Each problem is shown directly under its input. */
export function requestFormCard(form: Form): Rendered {
  const inputs = REQUEST_FIELDS.map((field): [string, CardData[string]][] => [
    // What was typed is kept even if it is over the limit: the person shortens it, not the bot.
    [field, plainText(form[field], 2 * REQUEST_LIMITS[field])],
    [`${field}Limit`, REQUEST_LIMITS[field]],
    [`${field}Problems`, problemsOf(form, field)],
  ]);
  return fill(template, REQUEST_FORM.title, { ...REQUEST_FORM, ...Object.fromEntries(inputs.flat()) });
}

function problemsOf({ problems }: Form, field: string): readonly CardData[] {
  return problems.filter((one) => one.startsWith(field)).map((one) => ({ text: requestProblemText(one) }));
}

/** Says that a request was made. It is the same whether the application exists or not. */
export function requestedCard({ query, expiresAt, became }: Extract<Outcome, { kind: 'requested' }>): Rendered {
  if (became !== undefined) return becameCard(query, became);
  const lines = [requestedText(plainText(query), shownDay(expiresAt)), REQUESTED.after];
  return messageCard({ title: REQUESTED.title, colour: 'Good', lines, offers: ['requests', 'help'] });
}

/** What has become of the request since: the asker hears it in a message too. */
function becameCard(query: string, { state, reason }: RequestBecame): Rendered {
  if (state !== 'approved') return requestNewsCard({ kind: 'request-news', query, news: state, reason });
  const lines = [youAskedFor(plainText(query)), REQUESTED.approvedAfter];
  return messageCard({ title: REQUESTED.approved, colour: 'Good', lines, offers: ['list', 'requests', 'help'] });
}

export function alreadyManagerCard({ application }: Extract<Outcome, { kind: 'already-manager' }>): Rendered {
  const { clientId, displayName } = application;
  const lines = [alreadyText(shownName(displayName))];
  return messageCard({ title: ALREADY_MANAGER, lines, offers: ['list', 'help'], clientId });
}
