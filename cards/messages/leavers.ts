import type { AdministratorNotice, ColleaguesLeftNotice, LeftManager } from '../../bot/domain/messages/notice.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import { counted, shownDay } from '../shared/dates.ts';
import { limited, personOrId, shortName, shownName } from '../shared/describe.ts';
import template from './leavers.json' with { type: 'json' };
import {
  howText,
  LEAVERS,
  leaversPosition,
  moreLeft,
  morePeople,
  remainText,
  remainWithYou,
} from './sentences-leavers.ts';

/** People of one message. The rest is counted: the list shows all of them. */
const PEOPLE_SHOWN = 5;
/** Applications of one person that are named. */
const APPLICATIONS_SHOWN = 5;
/** Applications that one button carries: more of them would make the card too large. The list then shows the others. */
const CARRIED = 20;

/** One page of the managers who are away, with buttons to take the role away or to give it to somebody else. */
export function leaversCard(outcome: Extract<Outcome, { kind: 'leavers' }>): Rendered {
  const { managers, page, pages, total } = outcome;
  const people = managers.map(({ person, how, since, applications }): CardData => {
    const left = applications.map(({ clientId, displayName, others }) => ({
      ...{ clientId, displayName },
      managers: others.length,
    }));
    return personData({ person, how, applications: left }, remainText, shownDay(since));
  });
  return fill(template, `${LEAVERS.title}: ${total}`, {
    ...FRAME,
    title: LEAVERS.title,
    intro: total === 0 ? LEAVERS.none : LEAVERS.intro,
    people,
    mayChange: true,
    hasPages: pages > 1,
    position: leaversPosition(page, pages, total),
    ...{ hasPrevious: page > 1, previous: page - 1, hasNext: page < pages, next: page + 1 },
    offerOverview: true,
  });
}

/** To the administrators: these managers are away since the last look. */
export function managersLeftCard({ people }: Extract<AdministratorNotice, { kind: 'managers-left' }>): Rendered {
  return fill(template, LEAVERS.alarmTitle, {
    ...FRAME,
    ...peopleData(people, remainText),
    title: LEAVERS.alarmTitle,
    intro: LEAVERS.alarm,
    isAlarm: true,
    mayChange: true,
    offerLeavers: true,
  });
}

/** To somebody who manages the same applications. */
export function colleaguesLeftCard({ people }: ColleaguesLeftNotice): Rendered {
  const applications = new Set(people.flatMap((one) => one.applications.map(({ clientId }) => clientId)));
  const [only] = applications;
  return fill(template, LEAVERS.colleaguesTitle, {
    ...FRAME,
    ...peopleData(people, remainWithYou),
    title: LEAVERS.colleaguesTitle,
    intro: LEAVERS.colleagues,
    advice: LEAVERS.colleaguesAdvice,
    hasAdvice: true,
    offerManagers: applications.size === 1,
    clientId: plainText(only ?? ''),
    offerList: true,
  });
}

/** What not every one of these cards has. */
const FRAME = {
  ...{ isAlarm: false, mayChange: false, hasMore: false, more: '', hasAdvice: false, advice: '' },
  ...{ hasPages: false, position: '', hasPrevious: false, previous: 0, hasNext: false, next: 0 },
  ...{ offerOverview: false, offerLeavers: false, offerManagers: false, clientId: '', offerList: false },
} as const;

type Remaining = (application: string, managers: number) => string;

function peopleData(people: readonly LeftManager[], remaining: Remaining) {
  const { rows, hasMore, more } = limited(people, PEOPLE_SHOWN, (one) => personData(one, remaining), morePeople);
  return { people: rows, hasMore, more };
}

function personData({ person, how, applications }: LeftManager, remaining: Remaining, day?: string): CardData {
  const row = ({ displayName, managers }: LeftManager['applications'][number]): CardData => ({
    text: remaining(shownName(displayName), managers),
    colour: managers === 0 ? 'Attention' : 'Default',
  });
  const { rows, hasMore, more } = limited(applications, APPLICATIONS_SHOWN, row, moreLeft);
  const carried = applications.slice(0, CARRIED);
  return {
    name: personOrId(person),
    shortName: shortName(person.name),
    oid: plainText(person.oid),
    how: howText(how, day),
    applications: [...rows, ...(hasMore ? [{ text: more, colour: 'Default' }] : [])],
    clientIds: carried.map(({ clientId }) => plainText(clientId)).join(','),
    count: counted(carried.length, 'application'),
  };
}
