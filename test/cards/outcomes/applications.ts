import type { KnownUses } from '../../../bot/domain/secrets/last-use.ts';
import type { Application, ClientSecret } from '../../../bot/domain/shared/application.ts';
import type { ApplicationView } from '../../../bot/domain/shared/application-view.ts';
import { applicationView } from '../../../bot/domain/shared/application-view.ts';
import { APIS } from '../../bot/domain/shared/apis.ts';

export const NOW = new Date('2026-11-24T10:15:00Z');
export const NONCE = 'sfU0bG1hZ2ljLW5vbmNlLTMyLWJ5dGVzLWxvbmctaXNo';
const SMC_RESOURCES = ['00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-0000000000a2'] as const;
const API_SETTINGS = {
  apis: APIS,
  apiResources: {
    'DM/production': '00000000-0000-4000-8000-0000000000d1',
    'SMC/production': SMC_RESOURCES[0],
    'SMC/sandbox': SMC_RESOURCES[1],
  },
} as const;
const CLIENT = '3f0c8a52-7a0e-4d0b-9a3e-5d0f6f1c2b';

export function secret(n: number, name: string, hint: string, end: string): ClientSecret {
  const keyId = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const start = new Date(`${Number(end.slice(0, 4)) - 1}${end.slice(4)}T09:00:00Z`);
  return { keyId, name, hint, start, end: new Date(`${end}T09:00:00Z`) };
}

export function application(n: number, displayName: string, secrets: readonly ClientSecret[]): ApplicationView {
  const plain: Application = { clientId: `${CLIENT}${String(n).padStart(2, '0')}`, displayName, secrets };
  return applicationView(API_SETTINGS, plain, NOW);
}

export const VALID = secret(1, 'Secret by Anna Visser', 'x7Q', '2027-09-04');
export const EXPIRING = secret(2, 'Secret by Pieter de Groot', 'kT~', '2026-12-12');
export const EXPIRED = secret(3, 'Secret by Anna Visser (2025)', 'a_9', '2026-10-02');

/** A list of the reader's own applications, without them. */
export const LIST = {
  kind: 'applications',
  gone: [],
  filter: '',
  page: 1,
  pages: 1,
  whose: 'own',
  mayShowAll: false,
} as const;
/** A timeline of the reader's own applications, without its rows. */
export const TIMELINE = {
  kind: 'expiring',
  days: 60,
  now: NOW,
  zone: 'UTC',
  filter: '',
  page: 1,
  pages: 1,
  total: 4,
  whose: 'own',
  mayShowAll: false,
} as const;

export const UPCOMING: ClientSecret = {
  ...secret(4, 'Secret by Anna Visser', 'q5R', '2027-11-01'),
  start: new Date('2026-12-31T23:30:00Z'),
};

export const SMC = application(1, 'Partner-NL-Stichting-Voorbeeld-SMC', [VALID, EXPIRING, EXPIRED]);
export const DM = application(2, 'Partner-NL-Stichting-Voorbeeld-DM', [EXPIRED]);
export const ALTERNATIVE = application(3, 'PartnerAlternative-NL-Stichting-Voorbeeld-SMC', [VALID]);
/** It has no live secret now, and has one later. */
export const WAITING = application(5, 'Partner-DE-Beispiel-SMC', [EXPIRED, UPCOMING]);
/** The same with what Entra's report knows: one secret is in use, one was never seen in use, one has expired. */
export const USES: KnownUses = {
  report: { readAt: NOW, newest: new Date('2026-11-24T07:10:00Z') },
  uses: new Map([
    [EXPIRING.keyId, { first: EXPIRING.start, last: new Date('2026-11-22T21:50:00Z') }],
    [EXPIRED.keyId, { first: EXPIRED.start, last: new Date('2026-09-30T21:50:00Z') }],
  ]),
};
export const USED = applicationView(API_SETTINGS, SMC, NOW, false, USES);
export const UNREAD = applicationView(API_SETTINGS, SMC, NOW, false, { report: undefined, uses: new Map() });
/** The sign-in log alone tells of uses. */
export const LOGGED = applicationView(API_SETTINGS, SMC, NOW, false, { ...USES, report: undefined, logAlone: true });
export const ODD = application(4, 'Legacy export job', []);
/** Its permissions say what it may reach: two of our APIs, and one that is not ours. Its name says something else. */
export const PERMITTED = applicationView(
  API_SETTINGS,
  {
    ...DM,
    resources: ['00000000-0000-4000-8000-0000000000d1', ...SMC_RESOURCES, '00000000-0000-4000-8000-00000000000f'],
  },
  NOW,
);
/** One of its secrets lives for ten years. */
/** Several of its secrets have expired. */
export const SEVERAL_EXPIRED = application(1, 'Partner-NL-Stichting-Voorbeeld-SMC', [
  VALID,
  EXPIRED,
  secret(4, 'Secret by Pieter (2024)', 'b-7', '2026-09-01'),
]);
export const OVERLONG = application(6, 'Partner-NL-Stichting-Voorbeeld-SMC', [
  { ...VALID, name: 'backup', end: new Date('2036-09-04T09:00:00Z') },
  EXPIRING,
]);
/** It has certificates and a federated credential, too. */
export const CERTIFIED: ApplicationView = {
  ...SMC,
  others: [
    {
      kind: 'certificate',
      keyId: 'c1',
      name: 'CN=old',
      end: new Date('2026-10-02'),
      status: 'expired',
      overlong: false,
    },
    {
      kind: 'certificate',
      keyId: 'c2',
      name: 'CN=soon',
      end: new Date('2026-12-12'),
      status: 'expiring',
      overlong: false,
    },
    { kind: 'certificate', keyId: 'c3', name: '', end: new Date('2036-12-12'), status: 'valid', overlong: true },
    { kind: 'federated', keyId: 'f1', name: 'deploy', end: undefined, status: undefined, overlong: false },
  ],
};
