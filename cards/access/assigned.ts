import type { Notice } from '../../bot/domain/messages/notice.ts';
import type { ApplicationRef } from '../../bot/domain/shared/application.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { fill, type Rendered } from '../fill.ts';
import { limited, personOrId, shownName } from '../shared/describe.ts';
import { messageCard } from '../shared/message.ts';
import { moreOfThem } from '../shared/sentences.ts';
import template from './assigned.json' with { type: 'json' };
import { newsSentences, reasonText, youAskedFor } from './sentences-requests.ts';
import { ASSIGNED, assignedBy, MANAGERS, ROLE_POINTS } from './sentences-roles.ts';

const SHOWN = 30;

/** Tells somebody who has just got the role what it means. */
export function assignedCard({ applications, by }: Extract<Notice, { kind: 'assigned' }>): Rendered {
  const { rows, hasMore, more } = limited(applications, SHOWN, (one) => ({ text: nameOf(one) }), moreOfThem);
  return fill(template, ASSIGNED.title, {
    title: ASSIGNED.title,
    intro: assignedBy(by === undefined ? capital(MANAGERS.operator) : personOrId(by)),
    applicationsTitle: ASSIGNED.applications,
    applications: rows,
    hasMore,
    more,
    points: ROLE_POINTS.map(({ lead, text }) => ({ lead, text })),
  });
}

export function unassignedCard({ applications }: Extract<Notice, { kind: 'unassigned' }>): Rendered {
  const { rows, hasMore, more } = limited(applications, SHOWN, (one) => ({ text: nameOf(one) }), moreOfThem);
  const names = rows.map(({ text }) => String(text));
  return messageCard({
    title: ASSIGNED.unassignedTitle,
    lines: [ASSIGNED.unassigned, ...names, ...(hasMore ? [more] : []), ASSIGNED.unassignedAfter],
    offers: ['request', 'list', 'help'],
  });
}

/** Tells the person who asked for access what became of it. */
export function requestNewsCard({ query, news, reason }: Extract<Notice, { kind: 'request-news' }>): Rendered {
  const { title, text } = newsSentences(news);
  return messageCard({
    title,
    colour: news === 'confirmed' ? 'Good' : 'Default',
    lines: [youAskedFor(plainText(query)), ...(reason === undefined ? [] : [reasonText(plainText(reason, 500))]), text],
    offers: news === 'confirmed' ? ['requests', 'help'] : ['request', 'requests', 'help'],
  });
}

function nameOf({ displayName }: ApplicationRef): string {
  return shownName(displayName);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
