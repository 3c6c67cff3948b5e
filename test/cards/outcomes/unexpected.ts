import type { Credential, UnexpectedCredential } from '../../../bot/domain/secrets/unexpected.ts';
import { DM, NOW, SMC } from './applications.ts';
import { ANNA } from './rotation.ts';

const BACKUP: Credential = {
  kind: 'secret',
  keyId: '00000000-0000-4000-8000-0000000000b1',
  name: 'backup',
  start: new Date('2026-11-23T03:12:00Z'),
  end: new Date('2036-11-23T03:12:00Z'),
  trusts: undefined,
};
const CERTIFICATE: Credential = {
  kind: 'certificate',
  keyId: '00000000-0000-4000-8000-0000000000b2',
  name: 'CN=partner-export',
  start: new Date('2026-11-20T00:00:00Z'),
  end: new Date('2027-11-19T00:00:00Z'),
  trusts: undefined,
};
const FEDERATED: Credential = {
  kind: 'federated',
  keyId: '00000000-0000-4000-8000-0000000000b3',
  name: 'deploy',
  start: undefined,
  end: undefined,
  trusts: { issuer: 'https://token.actions.githubusercontent.com', subject: 'repo:someone/else:ref:refs/heads/main' },
};

/** A credential of SMC that the bot did not create. */
export function unexpected(over: Partial<UnexpectedCredential> = {}): UnexpectedCredential {
  const application = { clientId: SMC.clientId, displayName: SMC.displayName };
  const id = `unexpected-${over.credential?.kind ?? 'secret'}`;
  return { id, application, credential: BACKUP, foundAt: NOW, answer: undefined, ...over };
}

const OURS = { how: 'ours', by: ANNA, at: NOW } as const;
const ALL = [unexpected(), unexpected({ credential: CERTIFICATE }), unexpected({ credential: FEDERATED })] as const;
const list = { kind: 'unexpected', page: 1, pages: 1, total: 3, whose: 'own' } as const;
const middle = { ...list, page: 2, pages: 3, total: 13, whose: 'all' } as const;

export const UNEXPECTED_OUTCOMES = {
  unexpected: {
    plain: { ...list, credentials: ALL },
    none: { ...list, credentials: [], total: 0 },
    middle: {
      ...middle,
      credentials: [unexpected({ application: { clientId: DM.clientId, displayName: DM.displayName } })],
    },
  },
  'remove-elsewhere': {
    plain: { kind: 'remove-elsewhere', unexpected: ALL[1], manages: true },
    federated: { kind: 'remove-elsewhere', unexpected: ALL[2], manages: true },
    'not-managed': { kind: 'remove-elsewhere', unexpected: ALL[0], manages: false },
  },
} as const;

const notice = { kind: 'unexpected-credentials', application: unexpected().application } as const;

export const UNEXPECTED_NOTICES = {
  'unexpected-credentials': {
    plain: { ...notice, credentials: [unexpected()] },
    several: { ...notice, credentials: ALL },
    many: {
      ...notice,
      credentials: Array.from({ length: 8 }, (_, i) => {
        const one = unexpected({ id: `u${i}` });
        return { ...one, credential: { ...one.credential, keyId: `00000000-0000-4000-8000-0000000000d${i}` } };
      }),
    },
    ours: { ...notice, credentials: [unexpected({ answer: OURS })] },
    removed: { ...notice, credentials: [unexpected({ answer: { how: 'gone', by: ANNA, at: NOW } })] },
    gone: {
      ...notice,
      credentials: [unexpected({ credential: FEDERATED, answer: { how: 'gone', by: undefined, at: NOW } }), ALL[1]],
    },
  },
  'federated-untold': { plain: { kind: 'federated-untold', applications: [unexpected().application] } },
  'many-unexpected': {
    plain: { kind: 'many-unexpected', applications: 40, credentials: 61, unmanaged: 0 },
    unmanaged: { kind: 'many-unexpected', applications: 40, credentials: 61, unmanaged: 3 },
    none: { kind: 'many-unexpected', applications: 40, credentials: 61, unmanaged: 40 },
    older: { kind: 'many-unexpected', applications: 40, credentials: 61 },
  },
} as const;

/** Unexpected credentials in which everything that a person can call something is this text. */
export function hostileUnexpected(
  bad: string,
  application: UnexpectedCredential['application'],
): readonly UnexpectedCredential[] {
  const by = { ...ANNA, name: bad };
  const named = (credential: Credential, answer?: UnexpectedCredential['answer']) =>
    unexpected({ application, credential: { ...credential, name: bad }, answer });
  return [
    named(BACKUP),
    named({ ...FEDERATED, trusts: { issuer: bad, subject: bad } }),
    named(CERTIFICATE, { how: 'ours', by, at: NOW }),
    named(BACKUP, { how: 'gone', by, at: NOW }),
  ];
}
