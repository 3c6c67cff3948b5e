// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the template language's expressions are the subject here
import { describe, expect, test } from 'vitest';
import { foundApplication } from '../../bot/domain/secrets/found.ts';
import { SecretValue } from '../../bot/domain/secrets/issued-secret.ts';
import type { ApplicationView } from '../../bot/domain/shared/application-view.ts';
import { secretView } from '../../bot/domain/shared/application-view.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { folded } from '../../bot/domain/shared/text.ts';
import { type Rendered, renderDigest, renderNotice, renderOutcome, renderSecretMessage } from '../../cards/index.ts';
import { actionsOf, complaintsOf, nodesOf, SIZE_LIMIT, sizeOf } from './inspect.ts';
import { ACCESS_OUTCOMES } from './outcomes/access.ts';
import { application, LIST, NOW, secret, TIMELINE } from './outcomes/applications.ts';
import { hostileNotices, hostileOutcomes } from './outcomes/hostile.ts';
import { hostileOutage } from './outcomes/outages.ts';
import { CHANNEL, CHAT, digest, item, link } from './outcomes/reminders.ts';
import { ANNA, ROTATION, rotationView } from './outcomes/rotation.ts';
import { SECRET_MESSAGE, SECRETS_OUTCOMES } from './outcomes/secrets.ts';
import { SIGN_IN_OUTCOMES } from './outcomes/sign-in.ts';

const CORPUS = [
  '[click](javascript:alert(1))',
  '[click](https://evil.example)',
  '![x](https://evil.example/x.png)',
  '<at>Everybody</at>',
  '**bold** _it_ # h `code`',
  '${nonce}${$root.value}',
  '${if(true, "x", "y")}',
  '"},{"type":"Action.OpenUrl","url":"https://evil.example"}',
  '\u202Egnp.exe\u2066\u200B\u200F',
  'a\u0000b\u001B[31m\r\nc',
  'lone \uD800 and \uDC00',
  '<script>alert(1)</script>',
  'Partner-NL-[x](https://evil.example)-SMC',
  'MARK'.repeat(1250),
];
/** Places that draw text as it is, without markdown; a value in `data` is not drawn at all. */
const LITERAL = new Set(['text', 'value', 'tooltip', 'query', 'filter', 'hint', 'title', 'scope']);

function variants(bad: string): readonly Outcome[] {
  const evil = secret(1, bad, bad, '2026-12-12');
  const app = application(1, bad, [evil, secret(2, bad, '', '2026-10-02')]);
  const view = secretView(evil, NOW);
  const form = {
    nonce: 'nonce',
    application: app,
    secret: view,
    lastLive: true,
    typedName: bad,
    mismatch: true,
    warnings: [],
  };
  const who = SIGN_IN_OUTCOMES['who-am-i'].plain;
  const create = SECRETS_OUTCOMES['create-form'].plain;
  return [
    { ...LIST, applications: [app], filter: bad, page: 2, pages: 3, total: 11 },
    { ...LIST, applications: [{ ...app, readOnly: true }], filter: bad, total: 1, whose: 'all', mayShowAll: true },
    { kind: 'application', application: app },
    {
      ...ACCESS_OUTCOMES.overview.plain,
      organisations: [{ ...ACCESS_OUTCOMES.overview.plain.organisations[0], name: bad }],
    },
    { kind: 'application', application: { ...app, readOnly: true } },
    { kind: 'found', applications: [foundApplication(app, NOW)] },
    { kind: 'leaked', fitting: [{ application: app, secret: view }] },
    { kind: 'expose-form', exposed: { application: app, secret: view } },
    { kind: 'nudged', application: app, told: [bad, bad], untold: [bad] },
    {
      ...{ kind: 'nudged-all', step: 'ask', about: 'away', applications: 2, unmanaged: 1 },
      ...{ told: [bad, bad], untold: [bad] },
    },
    { kind: 'create-form', form: { ...create.form, application: app, name: bad, expiry: bad } },
    {
      kind: 'created',
      operation: 'nonce',
      application: app,
      secret: view,
      where: 'here',
      minutes: 10,
    },
    { kind: 'delete-form', form },
    { kind: 'deleted', application: app, secret: view, already: false },
    { kind: 'expired-form', application: app, more: 1, secrets: [{ secret: view, nonce: 'nonce' }] },
    {
      kind: 'expired-deleted',
      application: app,
      results: [
        { keyId: bad, secret: view, how: 'deleted' },
        { keyId: bad, secret: undefined, how: 'failed', refusal: 'fault', reference: bad },
      ],
    },
    { kind: 'deleted', application: app, secret: undefined, already: true },
    { kind: 'choose-application', purpose: 'delete', query: bad, hint: bad, candidates: [app] },
    { kind: 'application', application: app, beside: { purpose: 'show', hint: bad, others: [app] } },
    { kind: 'choose-secret', purpose: 'rotate', application: app, hint: bad },
    { kind: 'not-found', purpose: 'show', query: bad, suggestions: [app] },
    ...reminderVariants(bad, app),
    ...hostileOutcomes(bad, app),
    { ...who, name: bad },
    { kind: 'signed-in', name: bad },
    { kind: 'unknown', text: bad },
    { kind: 'refused', refusal: 'fault', reference: bad },
  ];
}

/** What reminders, links and rotations show of names. */
function reminderVariants(bad: string, app: ApplicationView): readonly Outcome[] {
  const by = { ...ANNA, name: bad };
  const tick = { by, at: NOW };
  const evil = secret(1, bad, bad, '2026-12-12');
  const items = [
    item(1, app, '2026-11-29', { secretName: bad, hint: bad, claim: tick, newer: true, cutOff: true }),
    item(2, app, '2026-11-30', { secretName: bad, ending: { how: 'deleted', ...tick } }),
  ];
  const managers = new Map([[app.clientId, { names: [bad, bad, bad, bad], unknown: 1 }]]);
  const scope = { kind: 'organisation', key: `nl/${folded(bad)}`, name: bad } as const;
  const channel = { ...link('').channel, name: bad, teamName: bad };
  const fresh = { ...tick, secret: evil, adopted: true };
  const rotation = { ...ROTATION, application: app, old: evil, started: tick };
  const done = { ...rotation, fresh, updated: tick, confirmed: tick };
  return [
    ...[CHANNEL, CHAT].map((destination): Outcome => {
      return { kind: 'digest', digest: digest(items, { managers, destination }), page: 1 };
    }),
    {
      ...TIMELINE,
      filter: bad,
      rows: [
        { application: app, secret: secretView(evil, NOW), daysLeft: 18 },
        { application: app, secret: secretView(evil, NOW), daysLeft: 18, readOnly: true },
      ],
    },
    { kind: 'note', note: { kind: 'claimed-before', claim: tick } },
    { kind: 'rotation', view: rotationView(rotation, { candidates: [evil] }) },
    { kind: 'rotation', view: rotationView(done, { warnings: ['unconfirmed'] }) },
    { kind: 'rotation', view: rotationView({ ...done, state: 'deleted', ended: tick }) },
    { kind: 'rotations', rotations: [rotation, done] },
    { kind: 'nothing-to-rotate', application: app },
    { kind: 'choose-scope', act: 'link', query: bad, scopes: [scope] },
    { kind: 'linked', scope, already: false },
    { kind: 'unlinked', scope },
    { kind: 'links', links: [link('1', { scope, channel, linkedBy: by, deadSince: NOW })], mayUnlink: new Set(['1']) },
    {
      kind: 'undelivered',
      messages: [{ message: 'd', to: { kind: 'person', name: bad }, about: 'digest', items: 1, since: NOW, code: bad }],
      waiting: [{ kind: 'person', name: bad, chat: 'unopened', about: ['assigned'], since: NOW }],
    },
  ];
}

function rendered(bad: string): readonly Rendered[] {
  const evil = secret(1, bad, bad, '2026-12-12');
  const app = application(1, bad, [evil]);
  const channel = { ...link('').channel, name: bad, teamName: bad };
  const scope = { kind: 'application', key: app.clientId, name: bad } as const;
  return [
    ...variants(bad).map((outcome) => renderOutcome(outcome)),
    renderDigest(digest([item(1, app, '2026-11-29', { secretName: bad })])),
    renderNotice({ kind: 'creation-undone', application: app, name: bad, startedAt: NOW }),
    renderNotice({ kind: 'deletion-completed', application: app }),
    renderNotice({ kind: 'links-died', links: [link('1', { scope, channel })] }),
    renderNotice({ kind: 'nudge', application: app, others: [app], by: { tid: 't', oid: 'o', name: bad } }),
    renderNotice({ kind: 'channel-unlinked', links: [link('1', { scope, channel })] }),
    renderNotice({ kind: 'nobody-to-tell', applications: [{ ...app, managers: [bad] }] }),
    renderNotice({ kind: 'many-outages', applications: [{ ...app, managers: 0 }], more: 0 }),
    renderNotice(hostileOutage(bad, app)),
    renderNotice({
      kind: 'unopened-chats',
      since: NOW,
      people: [{ name: bad, chat: 'closed', about: ['assigned'] }],
    }),
    renderNotice({ kind: 'sweep-failing', since: NOW, reference: bad }),
    ...hostileNotices(bad, app).map((notice) => renderNotice(notice)),
    renderSecretMessage({ ...SECRET_MESSAGE, application: app, secret: evil, value: new SecretValue('v') }),
  ];
}

function cardsOf(bad: string): readonly unknown[] {
  return rendered(bad).map(({ card }) => card);
}

/** A card's shape: everything but its texts. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === 'type' ? inner : shapeOf(inner)]),
  );
}

describe.each(CORPUS.map((bad) => ({ bad, label: JSON.stringify(bad).slice(0, 40) })))(
  'threat 8, markdown, HTML, ${} in names: hostile text $label',
  ({ bad }) => {
    const cards = cardsOf(bad);

    test('adds and removes no element, action or property of a card', () => {
      const harmless = bad.startsWith('Partner-') ? 'Partner-NL-Harmless-SMC' : 'Harmless';
      expect(cards.map(shapeOf)).toEqual(cardsOf(harmless).map(shapeOf));
    });

    const core = bad.startsWith('MARK') ? 'MARKMARK' : bad.replace(/[^\x20-\x7E].*$/su, '').trim();

    test('is only in places that draw literal text, never in one that draws markdown', () => {
      if (core.length < 4) return;
      for (const node of cards.flatMap(nodesOf)) {
        for (const [key, value] of Object.entries(node)) {
          if (typeof value !== 'string' || !value.includes(core)) continue;
          expect(LITERAL).toContain(key);
          expect(node['type']).not.toBe('TextBlock');
          if (key === 'text') expect(node['type']).toBe('TextRun');
          // A choice's title is drawn with markdown by some clients.
          if (key === 'title' && node['type'] === undefined) expect(value).not.toMatch(/[^\p{L}\p{M}\p{N} .,'’()…-]/u);
        }
      }
    });

    test('is in no notification', () => {
      for (const { fallbackText } of rendered(bad)) expect(core.length > 3 && fallbackText.includes(core)).toBe(false);
    });

    test('threat 9, mention injection: opens no link and mentions nobody', () => {
      for (const card of cards) {
        expect(actionsOf(card).filter((action) => action['type'] === 'Action.OpenUrl')).toEqual([]);
        expect(nodesOf(card).filter((node) => node['type'] === 'mention')).toEqual([]);
        expect(complaintsOf(card)).toEqual([]);
      }
    });

    test('shows no control, direction or half characters, and stays under the limit', () => {
      for (const card of cards) {
        const shown = nodesOf(card).flatMap((node) => Object.values(node).filter((v) => typeof v === 'string'));
        for (const text of shown)
          expect(text).not.toMatch(/[\p{Cs}\u0000-\u0009\u000B-\u001F\u200B-\u200F\u202A-\u202E\u2066-\u2069]/u);
        expect(sizeOf(card)).toBeLessThan(SIZE_LIMIT);
      }
    });
  },
);

test('a card shows the visible characters of a text unchanged', () => {
  for (const bad of ['[click](https://evil.example)', '<at>Everybody</at>', '${nonce}']) {
    const { card } = renderOutcome({ kind: 'unknown', text: bad });
    expect(nodesOf(card).some((node) => node['type'] === 'TextRun' && String(node['text']).includes(bad))).toBe(true);
  }
});
