import type { ApplicationRef } from '../../../domain/shared/application.ts';
import type { Purpose } from '../../../domain/shared/command.ts';
import type { Beside, Outcome } from '../../../domain/shared/outcome.ts';
import { likeliestOf } from '../../../domain/shared/search.ts';
import { refOf } from '../applications.ts';
import { withoutFillers } from './understand.ts';

/** As many other applications as a card offers. */
const OTHERS = 3;

/** What is opened without a question, and what else the words may have meant. */
interface Likeliest {
  /** What the button of the card that asks would carry. */
  readonly opens: { readonly purpose: Purpose; readonly query: string; readonly hint: string };
  readonly beside: Beside;
}

/**
 * In place of the question which application is meant: the only one that is real, if the others are dummies. It only ever
 * opens something to read, or a form, and the person sees its name there.
 */
export function likeliestApplication(outcome: Outcome): Likeliest | undefined {
  if (outcome.kind !== 'choose-application') return undefined;
  const { purpose, query, hint, candidates } = outcome;
  const meant = likeliestOf(withoutFillers(query) || query, candidates);
  if (meant === undefined) return undefined;
  const others = candidates.filter((one: ApplicationRef) => one.clientId !== meant.clientId).slice(0, OTHERS);
  return {
    opens: { purpose, query: meant.clientId, hint },
    beside: { purpose, hint, others: others.map(refOf) },
  };
}
