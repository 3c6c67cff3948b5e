import type { LateAnswer } from '../../../domain/messages/outbox.ts';

const [DATE, SET, MAP] = ['$date', '$set', '$map'];

/** An answer as a JSON text. JSON has no Date, Set or Map, so each is kept as an object with one key. */
export function outcomeToText(outcome: LateAnswer): string {
  return JSON.stringify(toPlain(outcome));
}

export function outcomeFromText(text: string): LateAnswer {
  const outcome: LateAnswer = JSON.parse(text, (_key, value: unknown) => fromPlain(value));
  return outcome;
}

function toPlain(value: unknown): unknown {
  if (value instanceof Date) return { [DATE]: value.toISOString() };
  if (value instanceof Set) return { [SET]: [...value].map(toPlain) };
  if (value instanceof Map) return { [MAP]: [...value].map(toPlain) };
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, toPlain(each)]));
}

function fromPlain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const [only, ...others] = Object.entries(value);
  if (only === undefined || others.length > 0) return value;
  const [key, held] = only;
  if (key === DATE && typeof held === 'string') return new Date(held);
  if (!Array.isArray(held)) return value;
  return key === SET ? new Set(held) : key === MAP ? new Map(held) : value;
}
