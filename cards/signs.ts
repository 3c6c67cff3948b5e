import { changedFields, isObject, type JsonObject } from './changed.ts';

/**
 * A template says by a colour what a text means: good, a warning, or bad. In Teams these colours are too pale to read text in,
 * so only the sign before the text gets the colour: see decision 0045. The text has the colour of all text.
 */
export function withColouredSigns(card: JsonObject): JsonObject {
  return changedFields(card, (value, name) => (name === 'data' ? value : inside(value)));
}

/** Text in these colours has a contrast of 1.5 to 3.6 in a theme of Teams; text needs 4.5. */
const PALE = ['Good', 'Warning', 'Attention'];
/** A sign, and what is before it, such as the dot that separates it from another text. */
const SIGN = /^[^\p{L}\p{N}\p{So}]*\p{So}(?=\s)/u;
const WORDS = /[\p{L}\p{N}]/u;
/** What only a text block draws: a date in the zone of its reader, and Markdown. */
const DRAWN_BY_BLOCKS = /\{\{|[\\*_[\]]/;

function inside(value: unknown): unknown {
  if (!Array.isArray(value)) return isObject(value) ? withColouredSigns(value) : value;
  const items: unknown[] = value.map((each) => (isObject(each) ? part(each) : inside(each)));
  if (items.every((item, index) => item === value[index])) return value;
  return items.flatMap((item, index) => (isObject(value[index]) ? item : [item]));
}

/** What is drawn in the place of one element: another one, or several. */
function part(node: JsonObject): JsonObject | readonly JsonObject[] {
  const { type, color, text } = node;
  if (typeof text !== 'string' || !PALE.includes(String(color)) || !WORDS.test(text)) return withColouredSigns(node);
  if (type === 'TextRun') return runs(node, text);
  if (type !== 'TextBlock') return withColouredSigns(node);
  if (node['style'] === 'heading' || DRAWN_BY_BLOCKS.test(text) || !SIGN.test(text)) return plain(node);
  const { size, weight, isSubtle, wrap, text: _, color: __, ...block } = node;
  const run = { type: 'TextRun', text, color, size, weight, isSubtle };
  return { ...block, type: 'RichTextBlock', inlines: runs(defined(run), text) };
}

function runs(run: JsonObject, text: string): readonly JsonObject[] {
  const [sign = ''] = SIGN.exec(text) ?? [];
  const rest = { ...plain(run), text: text.slice(sign.length) };
  const { weight, isSubtle, ...mark } = run;
  return sign === '' ? [rest] : [{ ...mark, text: sign }, rest];
}

function plain({ color, ...node }: JsonObject): JsonObject {
  return node;
}

function defined(node: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(node).filter(([, value]) => value !== undefined));
}
