import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { fill, type Rendered } from '../fill.ts';
import { shownMinutes, shownMoment } from '../shared/dates.ts';
import { shownName } from '../shared/describe.ts';
import { roleText, stepUpText, WHO_AM_I } from './sentences.ts';
import template from './who-am-i.json' with { type: 'json' };

/** Shows name, role, and how long the sign-in and the step-up are still valid. */
export function whoAmICard(outcome: Extract<Outcome, { kind: 'who-am-i' }>): Rendered {
  const { stepUpUntil, now } = outcome;
  const left = stepUpUntil === undefined ? 0 : (stepUpUntil.getTime() - now.getTime()) / 60_000;
  const stepUp =
    stepUpUntil === undefined ? WHO_AM_I.noStepUp : stepUpText(shownMoment(stepUpUntil), shownMinutes(left));
  const lines = [
    { label: WHO_AM_I.name, text: shownName(outcome.name) },
    { label: WHO_AM_I.role, text: roleText(outcome.administrator, outcome.managed) },
    { label: WHO_AM_I.signedIn, text: shownMoment(outcome.signedInAt) },
    { label: WHO_AM_I.session, text: shownMoment(outcome.sessionUntil) },
    { label: WHO_AM_I.stepUp, text: stepUp },
  ];
  return fill(template, WHO_AM_I.title, { title: WHO_AM_I.title, lines });
}
