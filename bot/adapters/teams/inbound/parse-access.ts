import { z } from 'zod';
import { AUDIT_DAYS, type Command, type PersonWish, REQUEST_ACTS } from '../../../domain/shared/command.ts';
import { NONCE, QUERY, shape, TYPED, WHOLE } from './parse-shapes.ts';
import { MOST_AUDIT_DAYS } from './parse-text.ts';

/** So many people or applications at once; more are for the operator's file. */
const MOST = 200;
const PAGE = WHOLE.max(10_000).default(1);
/** Teams joins what is chosen in a multiple choice with commas. */
const IDS = z
  .string()
  .max(20_000)
  .default('')
  .transform((text) => text.split(',').map((id) => id.trim()))
  .transform((ids) => ids.filter((id) => id !== '').slice(0, MOST));
const PEOPLE = IDS.transform((ids): PersonWish[] => ids.map((words) => ({ kind: 'words', words })));

/** The verbs of cards about roles, requests and the record. */
export function accessVerbs(): readonly (readonly [string, z.ZodType<Command>])[] {
  const chosen = { people: PEOPLE, applications: IDS };
  const asked = { request: NONCE, act: z.enum(REQUEST_ACTS), shared: z.boolean().default(false) };
  return [
    ['managers', shape({ query: QUERY, page: PAGE }, (data) => ({ kind: 'managers', ...data }))],
    ['assign', shape(chosen, ({ people, applications }) => assignment('assign', people, applications))],
    ['unassign', shape(chosen, ({ people, applications }) => assignment('unassign', people, applications))],
    [
      'submit-assignment',
      shape({ nonce: NONCE, confirmedBy: TYPED, lastToo: z.boolean().default(false) }, (data) => ({
        kind: 'submit-assignment',
        ...data,
      })),
    ],
    ['request', shape({ query: QUERY }, (data) => ({ kind: 'request', ...data }))],
    [
      'submit-request',
      shape({ query: TYPED, why: TYPED, who: TYPED }, (data) => ({ kind: 'submit-request', ...data })),
    ],
    ['requests', shape({}, () => ({ kind: 'requests' }))],
    [
      'review',
      shape({ ...asked, applications: IDS, confirmedBy: TYPED }, ({ applications, ...data }) => ({
        kind: 'review',
        ...data,
        clientIds: applications,
      })),
    ],
    [
      'audit',
      shape({ query: QUERY, days: WHOLE.max(MOST_AUDIT_DAYS).default(AUDIT_DAYS), page: PAGE }, (data) => ({
        kind: 'audit',
        ...data,
      })),
    ],
  ];
}

function assignment(kind: 'assign' | 'unassign', people: readonly PersonWish[], clientIds: readonly string[]): Command {
  return { kind, people, query: '', clientIds };
}
