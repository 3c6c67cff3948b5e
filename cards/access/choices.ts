import type { ApplicationRef } from '../../bot/domain/shared/application.ts';
import { type Scope, scopeId } from '../../bot/domain/shared/organisation.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import type { CardData } from '../fill.ts';
import { bareApplication, limited, shownName } from '../shared/describe.ts';
import { moreChoices } from './sentences-roles.ts';

/** Up to so many applications are shown as checkboxes. More are a list in which one types and chooses. */
const CHECKBOXES = 12;
/**
 * Bytes of all choices together, so that the card stays under the platform's limit: some 250 names of the usual length.
 */
const CHOICES_BYTES = 36_000;
const ENCODER = new TextEncoder();

/** What an Input.ChoiceSet of applications needs. The chosen ones come first, and each comes once. */
export function applicationChoices(chosen: readonly ApplicationRef[], others: readonly ApplicationRef[]): CardData {
  const all = [...new Map([...chosen, ...others].map((one) => [one.clientId, one])).values()];
  const choices = choicesOf(all);
  const shown = fitting(choices);
  const { rows, hasMore, more } = limited(choices, shown, (choice) => choice, moreChoices);
  const preset = new Set(chosen.map(({ clientId }) => plainText(clientId)));
  return {
    hasChoices: all.length > 0,
    choices: rows,
    chosen: [...preset].slice(0, shown).join(','),
    choiceStyle: all.length > CHECKBOXES ? 'filtered' : 'expanded',
    hasMoreChoices: hasMore,
    moreChoices: more,
  };
}

/** One entry of a list, and those that were left out. */
interface Choices {
  readonly rows: readonly CardData[];
  readonly hasMore: boolean;
  readonly more: string;
}

export const NO_CHOICES: Choices = { rows: [], hasMore: false, more: '' };

/** Organisations and applications, to choose one from. */
export function scopeChoices(scopes: readonly Scope[]): Choices {
  const choices = scopes.map((scope) => ({ title: bareScope(scope), value: plainText(scopeId(scope)) }));
  return limited(choices, fitting(choices), (choice) => choice, moreChoices);
}

/** Choices are read as markdown in some places, so that a name has no mark-up left. */
function bareScope({ kind, key, name }: Scope): string {
  return bareApplication({ clientId: key, displayName: name }, kind === 'organisation');
}

/** The entries of the list. Applications with the same name are told apart by their client IDs. */
function choicesOf(all: readonly ApplicationRef[]): readonly CardData[] {
  const names = Map.groupBy(all, ({ displayName }) => shownName(displayName));
  return all.map((application) => ({
    title: bareApplication(application, names.get(shownName(application.displayName))?.length === 1),
    value: plainText(application.clientId),
  }));
}

/** How many of the first entries are small enough together. */
function fitting(choices: readonly CardData[]): number {
  let bytes = 0;
  const over = choices.findIndex((choice) => {
    bytes += ENCODER.encode(JSON.stringify(choice)).length;
    return bytes > CHOICES_BYTES;
  });
  return over < 0 ? choices.length : over;
}
