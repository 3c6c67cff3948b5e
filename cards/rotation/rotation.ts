import type { RotationView } from '../../bot/domain/rotation/outcomes.ts';
import { currentStep, type RotationStep, removalDue, type SecretRef } from '../../bot/domain/rotation/rotation.ts';
import type { NamedPerson } from '../../bot/domain/shared/person.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import { shownDay, shownMoment } from '../shared/dates.ts';
import { limited, secretMarks, shortName, shownHint, shownName, shownPerson } from '../shared/describe.ts';
import { DELIVERED, deliveredRemoval, LABELS, TOO_EARLY } from '../shared/sentences.ts';
import template from './rotation.json' with { type: 'json' };
import { evidenceLines, silenceAdvice } from './rotation-evidence.ts';
import {
  adoptTitle,
  doneText,
  EVIDENCE,
  EXPOSED,
  endedWords,
  exposedText,
  LOG,
  moreCandidates,
  NEWS,
  OUTSIDE,
  ROTATION,
  STEP_BUTTONS,
  STEP_WORDS,
  STEPS,
  signedInText,
  stepNumber,
} from './sentences.ts';

/** Secrets that can be chosen as the new one. With the step's own button they fit into one set of buttons. */
const CANDIDATES_SHOWN = 5;
const STEP_ACTS = { create: 'create', update: 'updated', confirm: 'confirmed', delete: 'delete' } as const;

/** A rotation with its four steps: who has done what, and the buttons of the step that is next. */
export function rotationCard(view: RotationView): Rendered {
  const { rotation, oldExpired } = view;
  const { application, old, fresh, state, exposed } = rotation;
  const news = newsLines(view);
  const evidence = evidenceLines(view);
  return fill(template, summaryOf(view), {
    title: ROTATION.title,
    id: plainText(rotation.id),
    clientId: plainText(application.clientId),
    applicationLabel: LABELS.application,
    applicationName: shownName(application.displayName),
    oldLabel: ROTATION.old,
    oldName: nameOf(old, view),
    oldExpiry: oldExpired ? `expired ${shownDay(old.end)}` : expiryOf(old),
    newLabel: ROTATION.fresh,
    hasNew: fresh !== undefined,
    newName:
      fresh === undefined ? (state === 'open' ? ROTATION.notCreated : ROTATION.none) : nameOf(fresh.secret, view),
    newExpiry: fresh === undefined ? '' : expiryOf(fresh.secret),
    hasNews: news.length > 0,
    news: news.map((text) => ({ text })),
    ...exposedData(view),
    ...endedData(view),
    steps: STEPS.map((step) => stepData(step, view)),
    hasEvidence: evidence.length > 0,
    evidenceTitle: EVIDENCE.title,
    evidence: evidence.map((text) => ({ text })),
    isOpen: state === 'open',
    mayStop: state === 'open' && exposed === undefined,
    mayExpose: state === 'open' && exposed === undefined && !oldExpired,
    exposeTitle: EXPOSED.button,
    oldKeyId: plainText(old.keyId),
    mayReplace: state === 'open' && exposed === undefined && fresh !== undefined,
  });
}

/** The text of the notification: the step or the end of the rotation, without names. */
function summaryOf({ rotation }: RotationView): string {
  const step = currentStep(rotation);
  if (step !== undefined) return `${ROTATION.title}: ${stepNumber(step)}`;
  return rotation.state === 'open' ? ROTATION.title : endedWords(rotation.state, '', '').title;
}

function nameOf(secret: SecretRef, { namesakes }: RotationView): string {
  return `${shownName(secret.name)} (${secretMarks(secret, namesakes.has(secret.keyId))})`;
}

function expiryOf(secret: SecretRef): string {
  return `valid until ${shownDay(secret.end)}`;
}

function newsLines({ news, delivered }: RotationView): readonly string[] {
  if (news === undefined) return [];
  if (news !== 'secret-created' || delivered === undefined) return [NEWS[news]];
  return [NEWS[news], DELIVERED[delivered.where], deliveredRemoval(delivered.minutes)];
}

/** What is said while the old secret is in wrong hands. */
function exposedData({ rotation }: RotationView): CardData {
  const { exposed, state } = rotation;
  if (exposed === undefined || state !== 'open') return { isExposed: false, exposedTitle: '', exposedText: '' };
  const due = removalDue(rotation);
  return {
    isExposed: true,
    exposedTitle: EXPOSED.title,
    exposedText: exposedText(shownPerson(exposed.by), exposed.hours, due === undefined ? undefined : shownMoment(due)),
  };
}

function endedData({ rotation: { state, ended } }: RotationView): CardData {
  if (state === 'open') return { isEnded: false, endedTitle: '', endedText: '', endedStyle: 'default' };
  const at = ended === undefined ? 'an unknown day' : shownMoment(ended.at);
  const words = endedWords(state, whoDid(ended?.by), at);
  const good = state === 'deleted' || state === 'replaced';
  return { isEnded: true, endedTitle: words.title, endedText: words.text, endedStyle: good ? 'good' : 'warning' };
}

function stepData(step: RotationStep, view: RotationView): CardData {
  const { rotation, candidates, warnings } = view;
  const done = doneBy(step, view);
  const isCurrent = currentStep(rotation) === step;
  const waiting = rotation.state === 'open' ? ROTATION.later : ROTATION.skipped;
  const choice = limited(
    step === 'create' ? candidates : [],
    CANDIDATES_SHOWN,
    (one) => adoptData(one, view),
    moreCandidates,
  );
  const advice = adviceOf(step, view);
  return {
    mark: done !== undefined ? '✔' : isCurrent ? '▶' : '○',
    colour: done !== undefined ? 'Good' : isCurrent ? 'Accent' : 'Default',
    title: stepNumber(step),
    weight: isCurrent ? 'Bolder' : 'Default',
    later: done === undefined && !isCurrent,
    hasState: done === undefined,
    state: isCurrent ? ROTATION.now : waiting,
    isDone: done !== undefined,
    done: done ?? '',
    isCurrent,
    advice: choice.rows.length > 0 ? `${advice} ${ROTATION.orUse}` : advice,
    warnings: isCurrent && step === 'delete' ? warnings.map((warning) => ({ text: TOO_EARLY[warning] })) : [],
    buttons: [
      { title: STEP_BUTTONS[step], act: STEP_ACTS[step], style: step === 'delete' ? 'destructive' : 'positive' },
    ],
    adopt: choice.rows,
    hasMoreCandidates: isCurrent && choice.hasMore,
    moreCandidates: choice.more,
  };
}

function adoptData(secret: SecretRef, { namesakes }: RotationView): CardData {
  const marks = secretMarks(secret, namesakes.has(secret.keyId));
  return { title: adoptTitle(shortName(secret.name), marks), keyId: plainText(secret.keyId) };
}

function adviceOf(step: RotationStep, view: RotationView): string {
  const { rotation, oldExpired, logLate } = view;
  const hurries = step === 'update' && rotation.exposed !== undefined && !oldExpired;
  const words = hurries ? EXPOSED.update : oldExpired ? STEP_WORDS[step].expired : STEP_WORDS[step].advice;
  if (step === 'delete') return oldExpired ? words : (silenceAdvice(view) ?? words);
  const isWatched =
    rotation.log !== undefined &&
    !logLate &&
    rotation.fresh?.adopted === false &&
    (step === 'update' || step === 'confirm');
  return isWatched ? `${words} ${LOG.ticksItself}` : words;
}

/** Undefined while the step is not done. */
function doneBy(step: RotationStep, { rotation }: RotationView): string | undefined {
  const { fresh, updated, confirmed, ended, state, log } = rotation;
  const deleted = state === 'deleted' ? ended : undefined;
  const isSeen = fresh !== undefined && log?.signedInAt !== undefined;
  if (isSeen && step === 'confirm')
    return signedInText(shownHint(fresh.secret.hint), shownMoment(log.signedInAt ?? log.until));
  if (isSeen && step === 'update' && updated === undefined) return LOG.signedIn;
  const tick = { create: fresh, update: updated, confirm: confirmed, delete: deleted }[step];
  if (tick === undefined) return undefined;
  return doneText(step, whoDid(tick.by), shownMoment(tick.at), fresh?.adopted ?? false);
}

function whoDid(by: NamedPerson | undefined): string {
  return by === undefined ? OUTSIDE : `by ${shownPerson(by)}`;
}
