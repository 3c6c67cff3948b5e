import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { fill, type Rendered } from '../fill.ts';
import { signInButton, signInText, signInTitle } from './sentences.ts';
import template from './sign-in.json' with { type: 'json' };

/** A sign-in by link, for places in which the platform's own sign-in card cannot be used. */
export function signInCard(outcome: Extract<Outcome, { kind: 'sign-in' }>): Rendered {
  const { need, lack, url } = outcome;
  const title = signInTitle(need);
  return fill(template, title, { title, text: signInText(need, lack), button: signInButton(need), url });
}
