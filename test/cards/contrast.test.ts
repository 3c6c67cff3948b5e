import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { renderNotice, renderOutcome } from '../../cards/index.ts';
import { nodesOf } from './inspect.ts';
import { NAMED_NOTICES, NAMED_OUTCOMES } from './outcomes/index.ts';

const COLOURS = z.record(z.string(), z.tuple([z.string(), z.string()]));
const PALETTES = z.object({
  PALETTES: z.record(
    z.enum(['light', 'dark', 'contrast']),
    z.object({ text: COLOURS, backgrounds: COLOURS, onColour: z.tuple([z.string(), z.string()]) }),
  ),
});
/** The page's own file is JavaScript. */
const FILE: string = new URL('../../infra/local/teams/client/theme/palettes.js', import.meta.url).href;
const { PALETTES: palettes } = PALETTES.parse(await import(FILE));
type Palette = (typeof palettes)['light'];

const CARDS: readonly { readonly name: string; readonly card: unknown }[] = [
  ...[...NAMED_OUTCOMES].map(([name, outcome]) => ({ name, card: renderOutcome(outcome).card })),
  ...[...NAMED_NOTICES].map(([name, notice]) => ({ name: `notice ${name}`, card: renderNotice(notice).card })),
];
/** What WCAG asks of text. */
const READABLE = 4.5;

interface Coloured {
  readonly text: string;
  readonly colour: string;
  readonly style: string;
}

/** Every text of a card, with the style of the container that it is in. */
function textsOf(value: unknown, style = 'default'): readonly Coloured[] {
  if (Array.isArray(value)) return value.flatMap((each) => textsOf(each, style));
  if (typeof value !== 'object' || value === null) return [];
  const node = value as Readonly<Record<string, unknown>>;
  const isText = node['type'] === 'TextBlock' || node['type'] === 'TextRun';
  const own = { text: String(node['text']), colour: String(node['color'] ?? 'Default').toLowerCase(), style };
  const isBox = ['Container', 'Column', 'ColumnSet', 'TableCell'].includes(String(node['type']));
  const inner = isBox && typeof node['style'] === 'string' ? node['style'].toLowerCase() : style;
  return [...(isText ? [own] : []), ...Object.values(node).flatMap((each) => textsOf(each, inner))];
}

function contrastOf({ colour, style }: Coloured, { text, backgrounds, onColour }: Palette): number {
  const isPlain = style === 'default' || style === 'emphasis';
  const [front = ''] = colour === 'default' && !isPlain ? onColour : (text[colour] ?? []);
  const [back = ''] = backgrounds[style] ?? [];
  const [light, dark] = [luminance(front), luminance(back)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.039_28 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe.each(['light', 'dark', 'contrast'] as const)('the text of all cards in the theme “%s” of Teams', (theme) => {
  it('can be read: only a sign has a colour that is too pale for text', () => {
    const pale = CARDS.flatMap(({ name, card }) =>
      textsOf(card)
        .filter(({ text }) => /[\p{L}\p{N}]/u.test(text))
        .filter((text) => contrastOf(text, palettes[theme]) < READABLE)
        .map(({ text, colour, style }) => `${name}: ${colour} on ${style}: ${text}`),
    );
    expect(pale).toEqual([]);
  });
});

it.each(['light', 'dark'] as const)(
  'container styles differ from each other and from the card in the theme “%s”',
  (theme) => {
    const { backgrounds } = palettes[theme];
    const colours = Object.values(backgrounds).map(([colour]) => colour);
    expect(new Set(colours).size).toBe(6);
  },
);

it('Teams’ own colours for good and for a warning are too pale for text, as the rule says', () => {
  const on = (colour: string) => contrastOf({ text: '', colour, style: 'default' }, palettes.light);
  expect([on('warning'), on('good'), on('attention')].map((ratio) => ratio.toFixed(2))).toEqual([
    '1.47',
    '2.07',
    '5.40',
  ]);
});

it('no text of a card is coloured good, warning or attention, but for the sign before it', () => {
  const coloured = CARDS.flatMap(({ card }) => textsOf(card)).filter(({ colour }) =>
    ['good', 'warning', 'attention'].includes(colour),
  );
  expect(coloured.length).toBeGreaterThan(100);
  expect(coloured.filter(({ text }) => /[\p{L}\p{N}]/u.test(text))).toEqual([]);
});

it('a picture has a text for those who do not see it', () => {
  const pictures = CARDS.flatMap(({ card }) => nodesOf(card)).filter((node) => node['type'] === 'Image');
  expect(pictures.length).toBeGreaterThan(0);
  expect(pictures.filter(({ altText }) => typeof altText !== 'string' || altText.trim() === '')).toEqual([]);
});
