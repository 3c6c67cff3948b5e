import { currentStep, type Rotation } from '../../bot/domain/rotation/rotation.ts';
import { namesakesIn } from '../../bot/domain/shared/namesakes.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import { counted, shownDay } from '../shared/dates.ts';
import { limited, secretMarks, shortName, shortSecretName, shownName, shownPerson } from '../shared/describe.ts';
import { messageCard } from '../shared/message.ts';
import template from './rotations.json' with { type: 'json' };
import { moreRotations, ROTATIONS, startedText, stepOf } from './sentences.ts';

const ROTATIONS_SHOWN = 25;

/** The open rotations, each with a way back into it. */
export function rotationsCard({ rotations }: Extract<Outcome, { kind: 'rotations' }>): Rendered {
  const namesakes = namesakesIn(rotations.map(({ old }) => old));
  const { rows, hasMore, more } = limited(
    rotations,
    ROTATIONS_SHOWN,
    (rotation) => rowData(rotation, namesakes.has(rotation.old.keyId)),
    moreRotations,
  );
  const text = rotations.length === 0 ? ROTATIONS.none : ROTATIONS.intro;
  return fill(template, `${ROTATIONS.title}: ${counted(rotations.length, 'rotation')}`, {
    title: ROTATIONS.title,
    lines: [{ text }],
    rotations: rows,
    hasMore,
    more,
  });
}

/** The answer to `rotate` if the application has no secret. */
export function nothingToRotateCard({ application }: Extract<Outcome, { kind: 'nothing-to-rotate' }>): Rendered {
  const { clientId, displayName } = application;
  const lines = [shownName(displayName), ROTATIONS.nothing];
  return messageCard({ title: ROTATIONS.nothingTitle, lines, offers: ['create', 'list'], clientId });
}

function rowData(rotation: Rotation, sharesName: boolean): CardData {
  const { application, old, started } = rotation;
  return {
    id: plainText(rotation.id),
    application: shownName(application.displayName),
    shortName: `${shortSecretName(old, sharesName)} of ${shortName(application.displayName)}`,
    secret: `${shownName(old.name)} (${secretMarks(old, sharesName)})`,
    step: stepOf(currentStep(rotation) ?? 'delete'),
    since: startedText(shownDay(started.at), shownPerson(started.by)),
  };
}
