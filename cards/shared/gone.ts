import type { ApplicationRef } from '../../bot/domain/shared/application.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import type { Rendered } from '../fill.ts';
import { shownName } from './describe.ts';
import { messageCard } from './message.ts';
import { moreOfThem } from './sentences.ts';
import { GONE, goneTitle } from './sentences-gone.ts';

/** Lines of a list. The rest is counted. */
const SHOWN = 20;

/** What is assigned to somebody, and is not in Entra any more. */
export function goneCard(applications: readonly ApplicationRef[]): Rendered {
  const hidden = applications.length - SHOWN;
  const names = applications.slice(0, SHOWN).map(goneName);
  return messageCard({
    title: goneTitle(applications.length),
    colour: 'Attention',
    lines: [...names, ...(hidden > 0 ? [moreOfThem(hidden)] : []), applications.length === 1 ? GONE.text : GONE.texts],
    offers: ['list', 'help'],
  });
}

/** The last known name, with the client ID that a name in Entra is looked up by. */
export function goneName({ displayName, clientId }: ApplicationRef): string {
  const id = `client ID ${plainText(clientId, 40)}`;
  return displayName === '' ? `The application with the ${id}` : `${shownName(displayName)} (${id})`;
}
