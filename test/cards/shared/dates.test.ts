import { describe, expect, it } from 'vitest';
import { SecretValue } from '../../../bot/domain/secrets/issued-secret.ts';
import { secretView } from '../../../bot/domain/shared/application-view.ts';
import type { Outcome } from '../../../bot/domain/shared/outcome.ts';
import { renderDigest, renderMail, renderNotice, renderOutcome, renderSecretMessage } from '../../../cards/index.ts';
import { inZone, momentIn, shownDay, shownMoment } from '../../../cards/shared/dates.ts';
import { nodesOf } from '../inspect.ts';
import { application, LIST, NONCE, NOW, secret, TIMELINE } from '../outcomes/applications.ts';
import { digest, item, MAIL } from '../outcomes/reminders.ts';
import { ROTATION, rotationView } from '../outcomes/rotation.ts';

const ZONE = 'Europe/Amsterdam';
/** The first hour of 1 January in Amsterdam. */
const END = new Date('2026-12-31T23:30:00Z');
const SECRET = { ...secret(1, 'Secret by Anna', 'x7Q', '2026-12-31'), end: END };
const APP = application(1, 'Partner-NL-Stichting-Voorbeeld-SMC', [SECRET]);
const VIEW = secretView(SECRET, NOW, [SECRET]);
const FORM = { nonce: NONCE, application: APP, lastLive: false, typedName: '', mismatch: false, warnings: [] };

const draw = (outcome: Outcome) => renderOutcome(outcome, undefined, ZONE);
const DRAWN = {
  list: () => draw({ ...LIST, applications: [APP], total: 1 }),
  show: () => draw({ kind: 'application', application: APP }),
  'delete form': () => draw({ kind: 'delete-form', form: { ...FORM, secret: VIEW } }),
  'choice of a secret': () => draw({ kind: 'choose-secret', purpose: 'rotate', application: APP, hint: '' }),
  created: () =>
    draw({
      ...{
        kind: 'created',
        operation: 'nonce',
        application: APP,
        secret: VIEW,
        where: 'here',
        minutes: 10,
      },
    }),
  rotation: () => draw({ kind: 'rotation', view: rotationView({ ...ROTATION, old: SECRET }) }),
  expiring: () =>
    draw({
      ...{ ...TIMELINE, zone: ZONE, total: 1 },
      rows: [{ application: APP, secret: VIEW, daysLeft: 38 }],
    }),
  'message with the value': () =>
    renderSecretMessage(
      { nonce: NONCE, application: APP, secret: SECRET, value: new SecretValue('v'), minutes: 9 },
      ZONE,
    ),
  digest: () => renderDigest(digestOf()),
  mail: () => renderMail({ ...digestOf(), destination: MAIL }),
};

function blocksOf(card: unknown): readonly unknown[] {
  return nodesOf(card).flatMap(({ type, text }) => (type === 'TextBlock' ? [text] : []));
}

function digestOf() {
  return { ...digest([{ ...item(1, APP, '2026-12-31'), end: END }]), zone: ZONE };
}

describe('the last day of one secret', () => {
  it.each(Object.keys(DRAWN) as (keyof typeof DRAWN)[])('is 1 January on the card: %s', (which) => {
    const text = JSON.stringify(DRAWN[which]());
    expect(text).toContain('1 January 2027');
    expect(text).not.toContain('31 December 2026');
  });
});

describe('a moment', () => {
  const UNDONE = { kind: 'creation-undone', application: APP, name: 'x', startedAt: END } as const;
  const USED = { ...APP, report: { asOf: END } };
  const FUNCTIONS = '{{DATE(2026-12-31T23:30:00Z, SHORT)}}, {{TIME(2026-12-31T23:30:00Z)}}';
  const to = (readerZone?: string) => ({ chat: '', install: '', inChat: true, readerZone });

  it('is written by Teams in a text block, by the clock of each reader', () => {
    for (const links of [undefined, to('Asia/Tokyo')]) {
      const { card } = renderOutcome({ kind: 'application', application: USED }, links, ZONE);
      expect(blocksOf(card)).toContain(`Last uses come from Entra’s report as of ${FUNCTIONS}.`);
    }
  });

  it('is shown by the clock of its reader in rich text, which Teams does not write', () => {
    const text = JSON.stringify(renderNotice(UNDONE, to('Asia/Tokyo'), ZONE).card);
    expect(text).toContain('(1 January 2027, 08:30)');
    expect(text).not.toContain('{{');
  });

  it('is shown with the place of the calendar if the zone of the reader is not known', () => {
    for (const links of [undefined, to()]) {
      expect(JSON.stringify(renderNotice(UNDONE, links, ZONE).card)).toContain(
        '(1 January 2027, 00:30 Amsterdam time)',
      );
    }
    expect(momentIn('America/Argentina/Buenos_Aires', END)).toBe('31 December 2026, 20:30 Buenos Aires time');
    for (const zone of ['UTC', 'Etc/UTC', 'GMT'])
      expect(momentIn(zone, END)).toBe('31 December 2026, 23:30 Greenwich time');
  });

  it('is an unknown time if there is none', () => {
    expect(shownMoment(new Date(Number.NaN))).toBe('an unknown time');
    expect(momentIn(ZONE, new Date(Number.NaN))).toBe('an unknown time');
  });

  it('leaves no zone behind, although drawing fails', () => {
    expect(() =>
      inZone(ZONE, () => {
        throw new Error('drawing failed');
      }),
    ).toThrow('drawing failed');
    expect(shownDay(END)).toBe('31 December 2026');
  });
});
