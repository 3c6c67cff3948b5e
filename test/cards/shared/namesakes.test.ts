import { describe, expect, it } from 'vitest';
import type { DigestView } from '../../../bot/domain/reminders/digest.ts';
import type { ClientSecret } from '../../../bot/domain/shared/application.ts';
import { secretView } from '../../../bot/domain/shared/application-view.ts';
import { namesakesIn } from '../../../bot/domain/shared/namesakes.ts';
import type { Outcome } from '../../../bot/domain/shared/outcome.ts';
import { type Rendered, renderDigest, renderMail, renderNotice, renderOutcome } from '../../../cards/index.ts';
import { nodesOf } from '../inspect.ts';
import { application, LIST, NONCE, NOW, secret, TIMELINE } from '../outcomes/applications.ts';
import { digest, item, MAIL } from '../outcomes/reminders.ts';
import { ROTATION, rotationView } from '../outcomes/rotation.ts';

/** Two secrets that only their IDs tell apart. */
function twins(name: string): readonly [ClientSecret, ClientSecret] {
  return [secret(41, name, '', '2026-11-28'), secret(42, name, '', '2026-11-28')];
}

/** All that a person can read on a card, in which each text stays on its own. */
function textsOf({ card }: Rendered): readonly string[] {
  return nodesOf(card).flatMap(({ text, title, tooltip, value }) =>
    [text, title, tooltip, value].filter((one) => typeof one === 'string'),
  );
}

describe.each(['Secret by Anna Visser', '', '\u200B', 'x'.repeat(300)])('two secrets with the name %j', (name) => {
  const pair = twins(name);
  const [one, other] = pair;
  const app = application(9, 'Partner-NL-Stichting-Voorbeeld-SMC', pair);
  const view = (which: ClientSecret) => secretView(which, NOW, pair);
  const form = { nonce: NONCE, application: app, lastLive: false, typedName: '', mismatch: false, warnings: [] };
  const rotation = (which: ClientSecret) => rotationView({ ...ROTATION, old: which }, { namesakes: namesakesIn(pair) });
  const created = {
    kind: 'created',
    operation: 'nonce',
    application: app,
    where: 'here',
    minutes: 10,
  } as const;

  const each: Readonly<Record<string, (which: ClientSecret) => Rendered>> = {
    'delete form': (which) => drawn({ kind: 'delete-form', form: { ...form, secret: view(which) } }),
    deletion: (which) => drawn({ kind: 'deleted', application: app, secret: view(which), already: false }),
    creation: (which) => drawn({ ...created, secret: view(which) }),
    rotation: (which) => drawn({ kind: 'rotation', view: rotation(which) }),
    'completed deletion': (which) => renderNotice({ kind: 'deletion-completed', application: app, secret: which }),
    'stopped deletion': (which) => renderNotice({ kind: 'deletion-stopped', application: app, secret: which }),
  };
  it.each(Object.keys(each))('have different cards of a %s', (card) => {
    const [first, second] = pair.map((which) => textsOf(each[card]?.(which) ?? { card: {}, fallbackText: '' }));
    expect(first).not.toEqual(second);
  });

  const both: Readonly<Record<string, () => Rendered>> = {
    application: () => drawn({ kind: 'application', application: app }),
    list: () => drawn({ ...LIST, applications: [app], total: 1 }),
    'choice of a secret': () => drawn({ kind: 'choose-secret', purpose: 'delete', application: app, hint: '' }),
    'list of rotations': () =>
      drawn({ kind: 'rotations', rotations: pair.map((old) => ({ ...ROTATION, id: old.keyId, old })) }),
    timeline: () =>
      drawn({
        ...{ ...TIMELINE, total: 2 },
        rows: pair.map((which) => ({ application: app, secret: view(which), daysLeft: 4 })),
      }),
    digest: () => renderDigest(digestOf()),
  };
  it.each(Object.keys(both))('are told apart on one %s', (card) => {
    const text = textsOf(both[card]?.() ?? { card: {}, fallbackText: '' }).join('\n');
    expect(text).toContain('0000…0041');
    expect(text).toContain('0000…0042');
  });

  it('are told apart in one mail, without their whole IDs', () => {
    const { text, html } = renderMail({ ...digestOf(), destination: MAIL });
    for (const mail of [text, html]) {
      expect(mail).toContain('secret ID 0000…0041');
      expect(mail).toContain('secret ID 0000…0042');
      expect(mail).not.toContain(one.keyId);
      expect(mail).not.toContain(other.keyId);
    }
  });

  function digestOf(): DigestView {
    return digest(
      pair.map(({ keyId }, index) => ({ ...item(index + 1, app, '2026-11-28'), keyId, secretName: name, hint: '' })),
    );
  }
});

function drawn(outcome: Outcome): Rendered {
  return renderOutcome(outcome);
}
