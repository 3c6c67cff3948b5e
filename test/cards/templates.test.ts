// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the template language's expressions are the subject here
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type CardData, fill } from '../../cards/fill.ts';
import { complaintsOf } from './inspect.ts';

const FOLDER = new URL('../../cards/', import.meta.url);
const TEMPLATES = globSync('*/*.json', { cwd: FOLDER });

function read(file: string): unknown {
  return JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'));
}

describe.each(TEMPLATES.map((file) => ({ file })))('$file', ({ file }) => {
  const template = read(file) as object;

  test('opens in the designer: schema and version are named', () => {
    expect(template).toMatchObject({
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: '1.5',
    });
  });

  test('its sample fills it completely', () => {
    const sample = read(file.replace(/\/(.+)\.json$/, '/samples/$1.sample.json')) as CardData;
    const { card } = fill(template, 'sample', sample);
    expect(JSON.stringify(card)).not.toContain('${');
    expect(complaintsOf(card)).toEqual([]);
  });

  test('holds no image and nothing that is spoken', () => {
    const text = JSON.stringify(template);
    for (const part of ['"Image', '"Media"', '"speak"', '"FactSet"', 'backgroundImage', 'iconUrl']) {
      expect(text).not.toContain(part);
    }
  });
});

test('filling leaves the template as it was and evaluates data never', () => {
  const template = { type: 'AdaptiveCard', body: [{ type: 'TextRun', text: '${a}' }] };
  const before = structuredClone(template);
  const { card } = fill(template, 'x', { a: '${b}', b: 'evaluated' });
  expect(template).toEqual(before);
  expect(card).toEqual({ type: 'AdaptiveCard', body: [{ type: 'TextRun', text: '${b}' }] });
});

test('an empty list leaves nothing behind', () => {
  const template = { type: 'AdaptiveCard', body: [{ $data: '${rows}', type: 'TextRun', text: '${a}' }] };
  expect(fill(template, 'x', { rows: [] }).card).toEqual({ type: 'AdaptiveCard', body: [] });
});
