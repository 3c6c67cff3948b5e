// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the template language's expressions are the subject here
import { globSync, readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { Expression } from 'adaptive-expressions';
import { Template } from 'adaptivecards-templating/lib/template-engine.js';
import { describe, expect, test, vi } from 'vitest';
import { withClocks } from '../../cards/clocks.ts';
import { type CardData, fill } from '../../cards/fill.ts';
import { staying } from '../../cards/staying.ts';
import { complaintsOf } from './inspect.ts';
import { sampleFile, sampleText } from './samples/data.ts';
import { SHOWN } from './samples/shown.ts';

const FOLDER = new URL('../../cards/', import.meta.url);
const TEMPLATES = globSync('*/*.json', { cwd: FOLDER }).map((file) => file.replace(/\.json$/, ''));

function textOf(file: string): string {
  return readFileSync(new URL(file, FOLDER), 'utf8');
}

describe.each(TEMPLATES)('the template %s', (name) => {
  const template = JSON.parse(textOf(`${name}.json`)) as object;

  test('names schema and version, so that it opens in the designer', () => {
    expect(template).toMatchObject({
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: '1.5',
    });
  });

  test('is filled completely by its sample', () => {
    const sample = JSON.parse(textOf(sampleFile(name))) as CardData;
    const filled = fill(template, String(sample['fallbackText']), sample);
    const { card } = filled;
    expect(JSON.stringify(card)).not.toContain('${');
    expect(complaintsOf(card)).toEqual([]);
    const shown = SHOWN[name]?.();
    // What makes a card stay is put into its buttons after it was filled, and so are times by a clock.
    const clocked = withClocks('UTC', undefined, () => filled);
    expect(staying(clocked)).toEqual(shown && staying(shown));
  });

  test('holds nothing that is spoken, and no image but a bar that is part of the card', () => {
    const text = JSON.stringify(template).replace('"type":"Image","url":"${bar}","altText":"${barText}"', '');
    for (const part of ['"Image', '"Media"', '"speak"', '"FactSet"', 'backgroundImage', 'iconUrl']) {
      expect(text).not.toContain(part);
    }
  });
});

describe('samples', () => {
  test('exist for every template and for nothing else', () => {
    expect(Object.keys(SHOWN)).toEqual(TEMPLATES.toSorted());
    expect(globSync('*/samples/*', { cwd: FOLDER }).toSorted()).toEqual(Object.keys(SHOWN).map(sampleFile).toSorted());
  });

  test.each(Object.entries(SHOWN))('of %s equal the data that its card is filled with', (name, draw) => {
    expect(textOf(sampleFile(name)), 'run "npm run samples"').toBe(sampleText(draw));
  });
});

describe('fill', () => {
  test('parses a template once, and fills it with each data alone', () => {
    const parse = vi.spyOn(Expression, 'parse');
    const template = {
      type: 'AdaptiveCard',
      body: [{ $data: '${rows}', $when: '${shown}', type: 'TextRun', text: '${a}' }],
    };
    const filled = (a: string, shown: boolean) => fill(template, 'x', { rows: [{ a, shown }] }).card['body'];
    expect(filled('first', true)).toEqual([{ type: 'TextRun', text: 'first' }]);
    const once = parse.mock.calls.length;
    expect(once).toBeGreaterThan(0);
    expect(filled('second', true)).toEqual([{ type: 'TextRun', text: 'second' }]);
    expect(filled('third', false)).toEqual([]);
    expect(parse).toHaveBeenCalledTimes(once);
  });

  test('keeps nothing of the data', async () => {
    const template = { type: 'AdaptiveCard', body: [{ type: 'TextRun', text: '${a}' }] };
    const kept = vi.spyOn(Template.prototype, 'expand');
    fill(template, 'x', { a: 'the value of a secret' });
    const filledWith = kept.mock.contexts[0];
    expect(inspect(filledWith, { depth: null })).toContain('the value of a secret');
    expect(inspect(Object.getPrototypeOf(filledWith), { depth: null })).not.toContain('the value of a secret');
  });

  test('leaves the template as it was and never evaluates data', () => {
    const template = { type: 'AdaptiveCard', body: [{ type: 'TextRun', text: '${a}' }] };
    const before = structuredClone(template);
    const { card } = fill(template, 'x', { a: '${b}', b: 'evaluated' });
    expect(template).toEqual(before);
    expect(card).toEqual({ type: 'AdaptiveCard', body: [{ type: 'TextRun', text: '${b}' }] });
  });

  test('leaves nothing of an element whose list is empty', () => {
    const template = { type: 'AdaptiveCard', body: [{ $data: '${rows}', type: 'TextRun', text: '${a}' }] };
    expect(fill(template, 'x', { rows: [] }).card).toEqual({ type: 'AdaptiveCard', body: [] });
  });
});
