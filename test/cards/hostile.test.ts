// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the template language's expressions are the subject here
import { describe, expect, test } from 'vitest';
import { SecretValue } from '../../bot/domain/issued-secret.ts';
import type { Outcome } from '../../bot/domain/outcome.ts';
import { secretView } from '../../bot/domain/view.ts';
import { renderNotice, renderOutcome, renderSecretMessage } from '../../cards/index.ts';
import { actionsOf, complaintsOf, nodesOf, SIZE_LIMIT, sizeOf } from './inspect.ts';
import { application, NOW, OUTCOMES, SECRET_MESSAGE, secret } from './outcomes.ts';

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
const LITERAL = new Set(['text', 'value', 'tooltip', 'query', 'filter', 'hint', 'title']);

function variants(bad: string): readonly Outcome[] {
  const evil = secret(1, bad, bad, '2026-12-12');
  const app = application(1, bad, [evil, secret(2, bad, '', '2026-10-02')]);
  const view = secretView(evil, NOW);
  const form = { nonce: 'nonce', application: app, secret: view, lastLive: true, typedName: bad, mismatch: true };
  const who = OUTCOMES['who-am-i'] as Extract<Outcome, { kind: 'who-am-i' }>;
  const create = OUTCOMES['create-form'] as Extract<Outcome, { kind: 'create-form' }>;
  return [
    { kind: 'applications', applications: [app], filter: bad, page: 2, pages: 3, total: 11 },
    { kind: 'application', application: app },
    { kind: 'create-form', form: { ...create.form, application: app, name: bad, expiry: bad } },
    { kind: 'created', application: app, secret: view, where: 'here', minutes: 10, shortLived: true },
    { kind: 'delete-form', form },
    { kind: 'deleted', application: app, secret: view, already: false },
    { kind: 'deleted', application: app, secret: undefined, already: true },
    { kind: 'choose-application', purpose: 'delete', query: bad, hint: bad, candidates: [app] },
    { kind: 'choose-secret', application: app, hint: bad },
    { kind: 'not-found', purpose: 'show', query: bad, suggestions: [app] },
    { ...who, name: bad },
    { kind: 'signed-in', name: bad },
    { kind: 'unknown', text: bad },
    { kind: 'refused', refusal: 'fault', reference: bad },
  ];
}

function cardsOf(bad: string): readonly unknown[] {
  const evil = secret(1, bad, bad, '2026-12-12');
  const app = application(1, bad, [evil]);
  return [
    ...variants(bad).map((outcome) => renderOutcome(outcome).card),
    renderNotice({ kind: 'creation-undone', application: app, name: bad, startedAt: NOW }).card,
    renderNotice({ kind: 'deletion-completed', application: app }).card,
    renderSecretMessage({ ...SECRET_MESSAGE, application: app, secret: evil, value: new SecretValue('v') }).card,
  ];
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
  'hostile text $label',
  ({ bad }) => {
    const cards = cardsOf(bad);

    test('changes texts only: no card gains or loses an element, action or property', () => {
      const harmless = bad.startsWith('Partner-') ? 'Partner-NL-Harmless-SMC' : 'Harmless';
      expect(cards.map(shapeOf)).toEqual(cardsOf(harmless).map(shapeOf));
    });

    test('never stands where markdown is drawn, nor outside a literal text', () => {
      const core = bad.startsWith('MARK') ? 'MARKMARK' : bad.replace(/[^\x20-\x7E].*$/su, '').trim();
      if (core.length < 4) return;
      for (const node of cards.flatMap(nodesOf)) {
        for (const [key, value] of Object.entries(node)) {
          if (typeof value !== 'string' || !value.includes(core)) continue;
          expect(LITERAL).toContain(key);
          expect(node['type']).not.toBe('TextBlock');
          if (key === 'text') expect(node['type']).toBe('TextRun');
        }
      }
    });

    test('opens no link and mentions nobody', () => {
      for (const card of cards) {
        expect(actionsOf(card).filter((action) => action['type'] === 'Action.OpenUrl')).toEqual([]);
        expect(JSON.stringify(card)).not.toContain('"entities"');
        expect(complaintsOf(card)).toEqual([]);
      }
    });

    test('shows no control, direction or half characters, and fits', () => {
      for (const card of cards) {
        const shown = nodesOf(card).flatMap((node) => Object.values(node).filter((v) => typeof v === 'string'));
        for (const text of shown)
          expect(text).not.toMatch(/[\p{Cs}\u0000-\u0009\u000B-\u001F\u200B-\u200F\u202A-\u202E\u2066-\u2069]/u);
        expect(sizeOf(card)).toBeLessThan(SIZE_LIMIT);
      }
    });
  },
);

test('visible characters of a name arrive as they are', () => {
  for (const bad of ['[click](https://evil.example)', '<at>Everybody</at>', '${nonce}']) {
    const { card } = renderOutcome({ kind: 'unknown', text: bad });
    expect(nodesOf(card).some((node) => node['type'] === 'TextRun' && String(node['text']).includes(bad))).toBe(true);
  }
});
