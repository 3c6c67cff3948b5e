import { describe, expect, it } from 'vitest';
import { type OutboxContent, type Recipient, recipientKey, requestOf } from '../../../../bot/domain/messages/outbox.ts';

const person = (tid: string, oid: string): Recipient => ({ kind: 'person', person: { tid, oid } });

describe('the key of a recipient', () => {
  it('is one for one person, in whichever case their ids come', () => {
    expect(recipientKey(person('AB', 'CD'))).toBe(recipientKey(person('ab', 'cd')));
  });

  it('is another for every other recipient', () => {
    const all: readonly Recipient[] = [
      ...[person('a', 'b'), person('a', 'c'), person('b', 'a')],
      ...[{ kind: 'channel', conversationId: '19:a' } as const, { kind: 'channel', conversationId: '19:A' } as const],
      { kind: 'channel', conversationId: 'administrators' },
      { kind: 'administrators' },
    ];
    expect(new Set(all.map(recipientKey)).size).toBe(all.length);
  });
});

describe('a message is the card of a request', () => {
  const by = undefined;
  const OTHERS: readonly OutboxContent[] = [
    { kind: 'assigned', applications: [], by },
    { kind: 'unassigned', applications: [] },
    { kind: 'request-news', request: 'r', news: 'confirmed' },
  ];

  it('where it is to be reviewed on, and no news of it', () => {
    expect(requestOf({ kind: 'request', request: 'r' })).toBe('r');
    for (const content of OTHERS) expect(requestOf(content)).toBeUndefined();
  });
});
