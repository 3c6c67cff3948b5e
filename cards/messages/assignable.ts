import type { ApplicationRef } from '../../bot/domain/shared/application.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { fill, type Rendered } from '../fill.ts';
import { shortName, shownName } from '../shared/describe.ts';
import { moreOfThem } from '../shared/sentences.ts';
import template from './assignable.json' with { type: 'json' };

/** Applications with a button: the most urgent ones. The others are lines. */
const BUTTONS = 10;
/** Applications that are named. The rest is counted. */
const SHOWN = 50;

/** What an alarm says of one application. All texts are ready to be shown; an empty one is left out. */
export interface AssignableRow extends ApplicationRef {
  /** In the strongest colour: since when, or until when. */
  readonly when: string;
  readonly about: string;
  /** All of it in one line. */
  readonly line: string;
}

interface Alarm {
  readonly title: string;
  readonly intro: string;
  readonly rows: readonly AssignableRow[];
  readonly advice: readonly string[];
}

/** An alarm about applications, each with a button to assign somebody. */
export function assignableCard({ title, intro, rows, advice }: Alarm): Rendered {
  const hidden = rows.length - SHOWN;
  const lines = [...rows.slice(BUTTONS, SHOWN).map(({ line }) => line), ...(hidden > 0 ? [moreOfThem(hidden)] : [])];
  return fill(template, title, {
    title,
    intro,
    first: rows.slice(0, BUTTONS).map(({ displayName, clientId, when, about }) => ({
      name: shownName(displayName),
      shortName: shortName(displayName),
      clientId: plainText(clientId),
      hasWhen: when !== '',
      when,
      hasAbout: about !== '',
      about,
    })),
    lines: lines.map((text) => ({ text })),
    advice: advice.map((text) => ({ text })),
  });
}
