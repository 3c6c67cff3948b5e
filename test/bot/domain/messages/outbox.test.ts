import { describe, expect, it } from 'vitest';
import {
  LANE_OF,
  type OutboxContent,
  type Recipient,
  recipientKey,
  subjectOf,
} from '../../../../bot/domain/messages/outbox.ts';

const person = (tid: string, oid: string): Recipient => ({ kind: 'person', person: { tid, oid } });

describe('the key of a recipient', () => {
  it('is one for one person, with ids in any case', () => {
    expect(recipientKey(person('AB', 'CD'))).toBe(recipientKey(person('ab', 'cd')));
  });

  it('is different for every other recipient', () => {
    const all: readonly Recipient[] = [
      ...[person('a', 'b'), person('a', 'c'), person('b', 'a')],
      ...[{ kind: 'channel', conversationId: '19:a' } as const, { kind: 'channel', conversationId: '19:A' } as const],
      { kind: 'channel', conversationId: 'administrators' },
      { kind: 'administrators' },
      { kind: 'mail', person: { tid: 'a', oid: 'b' } },
      { kind: 'contact', contact: 'a' },
      { kind: 'contact', contact: 'b' },
    ];
    expect(new Set(all.map(recipientKey)).size).toBe(all.length);
  });
});

describe('the subject of a message', () => {
  const by = undefined;
  const application = { clientId: 'c', displayName: 'n' };
  const UNCHANGING: readonly OutboxContent[] = [
    { kind: 'assigned', applications: [], by },
    { kind: 'unassigned', applications: [] },
    { kind: 'request-news', request: 'r', news: 'confirmed' },
    { kind: 'deletion-completed', application },
    { kind: 'contact-invite' },
    { kind: 'roles-changed', added: [], removed: [], by },
    { kind: 'channel-unlinked', links: [], applications: [] },
    { kind: 'alarm', notice: { kind: 'nobody-to-tell', applications: [application] } },
  ];

  it('is the request or the contact that it is the card of, or the digest that it shows', () => {
    expect(subjectOf({ kind: 'request', request: 'r' })).toBe('request r');
    expect(subjectOf({ kind: 'digest', digest: 'r' })).toBe('digest r');
    const organisation = { kind: 'organisation', key: 'nl/x', name: 'X (NL)' } as const;
    const by = { tid: 'a', oid: 'b', name: 'Anna' };
    const proposed = { kind: 'contact-proposed', contact: 'r', organisation, address: 'a@b.example', by } as const;
    expect(subjectOf(proposed)).toBe('contact r');
  });

  it('is nothing if the message does not change once it was sent', () => {
    for (const content of UNCHANGING) expect(subjectOf(content)).toBeUndefined();
  });
});

describe('the lane of a message', () => {
  it('is that of mail for what goes by mail, and that of Teams for everything else', () => {
    expect(LANE_OF).toEqual({
      person: 'teams',
      asker: 'teams',
      channel: 'teams',
      administrators: 'teams',
      mail: 'mail',
      contact: 'mail',
    });
  });
});
