import type { ApplicationRef } from '../bot/domain/application.ts';
import { plainText } from '../bot/domain/text.ts';
import { bareApplication, limited } from './describe.ts';
import type { CardData } from './fill.ts';
import { moreChoices } from './sentences-roles.ts';

/** More would make a list of checkboxes that nobody reads; then one types and chooses. */
const CHECKBOXES = 12;
/** What keeps the largest card under the platform's limit. */
const CHOICES_SHOWN = 80;

/** What an Input.ChoiceSet of applications needs: the chosen ones first, each once. */
export function applicationChoices(chosen: readonly ApplicationRef[], others: readonly ApplicationRef[]): CardData {
  const all = [...new Map([...chosen, ...others].map((one) => [one.clientId, one])).values()];
  const { rows, hasMore, more } = limited(all, CHOICES_SHOWN, choiceOf(all), moreChoices);
  const preset = chosen.slice(0, CHOICES_SHOWN).map(({ clientId }) => plainText(clientId));
  return {
    hasChoices: all.length > 0,
    choices: rows,
    chosen: [...new Set(preset)].join(','),
    choiceStyle: all.length > CHECKBOXES ? 'filtered' : 'expanded',
    hasMoreChoices: hasMore,
    moreChoices: more,
  };
}

/** Two of one name are told apart by their client IDs. */
function choiceOf(all: readonly ApplicationRef[]): (application: ApplicationRef) => CardData {
  const names = Map.groupBy(all, ({ displayName }) => displayName);
  return (application) => {
    const alone = names.get(application.displayName)?.length === 1;
    return { title: bareApplication(application, alone), value: plainText(application.clientId) };
  };
}
