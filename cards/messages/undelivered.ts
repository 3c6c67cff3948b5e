import type { WaitingPerson } from '../../bot/domain/messages/notice.ts';
import type { Undelivered, Waiting } from '../../bot/domain/messages/outcomes.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import { counted, shownMoment } from '../shared/dates.ts';
import { limited, shortName, shownName } from '../shared/describe.ts';
import {
  moreUndelivered,
  moreWaiting,
  UNDELIVERED,
  undeliveredDetail,
  undeliveredTo,
  WAITING,
  waitingDetail,
  waitingFor,
} from './sentences.ts';
import template from './undelivered.json' with { type: 'json' };

const UNDELIVERED_SHOWN = 25;
const WAITING_SHOWN = 25;
/** Characters of a name in a button's tooltip. */
const PERSON_SHORT = 40;

/** Lists the messages that were given up, and the people who have no chat with the bot, so that messages wait. */
export function undeliveredCard({ messages, waiting }: Extract<Outcome, { kind: 'undelivered' }>): Rendered {
  const { rows, hasMore, more } = limited(messages, UNDELIVERED_SHOWN, rowData, moreUndelivered);
  const late = limited(waiting, WAITING_SHOWN, waitingData, moreWaiting);
  const none = waiting.length === 0 ? UNDELIVERED.none : UNDELIVERED.noneGivenUp;
  return fill(template, `${UNDELIVERED.title}: ${counted(messages.length, 'message')}`, {
    title: UNDELIVERED.title,
    lines: [{ text: messages.length === 0 ? none : UNDELIVERED.intro }],
    messages: rows,
    hasMore,
    more,
    hasWaiting: waiting.length > 0,
    waitingTitle: WAITING.title,
    waitingIntro: WAITING.intro,
    waiting: late.rows,
    hasMoreWaiting: late.hasMore,
    moreWaiting: late.more,
  });
}

function waitingData(one: Waiting): CardData {
  const who = one.kind === 'person' ? waitingPersonText(one) : WAITING.administrators;
  return { who, detail: waitingDetail(one.about, shownMoment(one.since)) };
}

/** Says who has no chat with the bot, and what helps. */
export function waitingPersonText({ name, chat }: Pick<WaitingPerson, 'name' | 'chat'>): string {
  return waitingFor(chat, shownReader(name));
}

function rowData({ message, to, about, items, since, code }: Undelivered): CardData {
  return {
    message: plainText(message),
    to: undeliveredTo(to.kind, isPerson(to.kind) ? shownReader(to.name) : shownName(to.name)),
    shortName: isPerson(to.kind) ? shownReader(to.name, PERSON_SHORT) : shortName(to.name),
    detail: undeliveredDetail(about, items, shownMoment(since), plainText(code, 60)),
  };
}

function isPerson(kind: Undelivered['to']['kind']): boolean {
  return kind === 'person' || kind === 'asker' || kind === 'mail';
}

/** Characters of the name of a manager in a list of applications. */
const MANAGER_SHOWN = 40;

/** The names of managers in a list of applications. */
export function shownManagers(names: readonly string[]): readonly string[] {
  return names.map((name) => shownReader(name, MANAGER_SHOWN));
}

/** The name of a person, or a plain word if it is unknown. */
export function shownReader(name: string, limit = 60): string {
  return plainText(name, limit) || WAITING.nameless;
}
