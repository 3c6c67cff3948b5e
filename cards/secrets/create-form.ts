import type { CreateForm } from '../../bot/domain/secrets/outcomes.ts';
import { type FormProblem, NAME_LIMIT } from '../../bot/domain/secrets/secret-form.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { readDay } from '../../bot/domain/shared/typed-day.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import { shownDate } from '../shared/dates.ts';
import { shownName } from '../shared/describe.ts';
import { LABELS } from '../shared/sentences.ts';
import template from './create-form.json' with { type: 'json' };
import { CREATE_FORM, expiryAdvice, expiryError, policyAdvice, problemText } from './sentences.ts';

/** What was typed is kept up to this length, even if it is over the limit: the person shortens it, not the bot. */
const TYPED_KEPT = 2 * NAME_LIMIT;

/** The form for a new secret. Each problem is shown directly under its input. */
export function createFormCard(form: CreateForm): Rendered {
  const firstDay = shownDate(form.firstDay);
  const lastDay = shownDate(form.lastDay);
  const problems = (about: string): readonly CardData[] =>
    form.problems.filter((p) => inputOf(p) === about).map((p) => ({ text: problemText(p, lastDay) }));
  return fill(template, CREATE_FORM.title, {
    ...CREATE_FORM,
    applicationLabel: LABELS.application,
    applicationName: shownName(form.application.displayName),
    clientId: plainText(form.application.clientId),
    nonce: form.nonce,
    rotation: form.rotation ?? '',
    name: plainText(form.name, TYPED_KEPT),
    nameLimit: NAME_LIMIT,
    nameProblems: problems('name'),
    expiry: readDay(form.expiry) ?? '',
    firstDay: form.firstDay,
    lastDay: form.lastDay,
    expiryError: expiryError(firstDay, lastDay),
    expiryAdvice: form.policyDay === undefined ? expiryAdvice(lastDay) : policyAdvice(shownDate(form.policyDay)),
    asksEarly: form.problems.includes('expiry-early'),
    expiryProblems: problems('expiry'),
  });
}

function inputOf(problem: FormProblem): 'name' | 'expiry' {
  return problem.startsWith('name') ? 'name' : 'expiry';
}
