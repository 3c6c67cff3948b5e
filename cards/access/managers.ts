import { RECOMMENDED_MANAGERS } from '../../bot/domain/access/assignment.ts';
import type { ManagerView } from '../../bot/domain/access/outcomes.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import { counted, shownDay } from '../shared/dates.ts';
import { limited, listedNames, personOrId, shortName, shownName } from '../shared/describe.ts';
import { LABELS, positionText } from '../shared/sentences.ts';
import managersTemplate from './managers.json' with { type: 'json' };
import {
  awayText,
  isAway,
  MANAGERS,
  moreManagers,
  noManagerBut,
  onlyManager,
  sinceText,
  staffingNote,
  UNDERSTAFFED,
  understaffedText,
} from './sentences-roles.ts';
import understaffedTemplate from './understaffed.json' with { type: 'json' };

const MANAGERS_SHOWN = 25;

/** Who manages an application. A person who may change that has buttons for it. */
export function managersCard(outcome: Extract<Outcome, { kind: 'managers' }>): Rendered {
  const { application, managers, mayChange } = outcome;
  const clientId = plainText(application.clientId);
  const row = (manager: ManagerView): CardData => ({ ...managerData(manager), clientId, mayChange });
  const { rows, hasMore, more } = limited(managers, MANAGERS_SHOWN, row, moreManagers);
  const active = managers.filter(isThere).length;
  const note = staffingNote(active);
  return fill(managersTemplate, `${MANAGERS.title}: ${active}`, {
    title: MANAGERS.title,
    applicationLabel: LABELS.application,
    applicationName: shownName(application.displayName),
    clientId,
    mayChange,
    hasNote: note !== undefined,
    note: note ?? '',
    noteStyle: active === 0 ? 'attention' : 'warning',
    invites: active > 0 && active < RECOMMENDED_MANAGERS && !mayChange,
    invite: MANAGERS.invite,
    managers: rows,
    hasMore,
    more,
  });
}

function isThere({ status }: ManagerView): boolean {
  return status !== 'left' && status !== 'disabled';
}

function managerData(manager: ManagerView): CardData {
  const { person, status, awaySince, guest, since, by, confirmedBy } = manager;
  const assigner = by === undefined ? MANAGERS.operator : personOrId(by);
  return {
    name: personOrId(person),
    shortName: shortName(person.name),
    oid: plainText(person.oid),
    guest,
    guestText: MANAGERS.guest,
    detail: sinceText(shownDay(since), assigner, plainText(confirmedBy, 120)),
    hasLeft: !isThere(manager),
    left: awayText(status === 'left' ? 'left' : 'disabled', awaySince && shownDay(awaySince)),
  };
}

/** One page of the applications that lack managers. */
export function understaffedCard(outcome: Extract<Outcome, { kind: 'understaffed' }>): Rendered {
  const { rows, page, pages, none, one } = outcome;
  const all = none + one;
  return fill(understaffedTemplate, `${UNDERSTAFFED.title}: ${counted(all, 'application')}`, {
    title: UNDERSTAFFED.title,
    text: all === 0 ? UNDERSTAFFED.enough : understaffedText(none, one),
    hasPages: pages > 1,
    position: positionText(page, pages, all),
    applications: rows.map(rowData),
    hasPrevious: page > 1,
    previous: page - 1,
    hasNext: page < pages,
    next: page + 1,
  });
}

function rowData({ application, managers }: Extract<Outcome, { kind: 'understaffed' }>['rows'][number]): CardData {
  const { clientId, displayName } = application;
  const names = listedNames(managers.map(nameOf));
  const none = !managers.some(isThere);
  return {
    name: shownName(displayName),
    shortName: shortName(displayName),
    clientId: plainText(clientId),
    status: managers.length === 0 ? UNDERSTAFFED.none : none ? noManagerBut(names) : onlyManager(names),
    colour: none ? 'Attention' : 'Warning',
  };
}

function nameOf({ person, status }: ManagerView): string {
  const name = personOrId(person);
  return status === 'left' || status === 'disabled' ? isAway(name, status) : name;
}
