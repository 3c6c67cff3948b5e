import { EventEmitter } from 'node:events';
import { masked, type OnTraffic, type TrafficEntry } from '../traffic.ts';

/** The last requests between the parts of the local world, for the panel and for tests. */
export interface TrafficLog {
  readonly record: OnTraffic;
  readonly entries: readonly TrafficEntry[];
  readonly events: EventEmitter<{ entry: [TrafficEntry] }>;
}

const KEPT = 300;
const DOTS = '••••';
const HIDDEN_FIELDS = new Set(['token', 'state', 'codeSnippet', 'secretText', 'access_token', 'preview']);
const QUOTATION = /<blockquote[\s\S]*?<\/blockquote>/g;
/** Six digits at the end of a text or of its HTML, with nothing before them but mark-up and a mention. */
const CODE = /^(?:\s|&nbsp;|<(at|span)\b[^>]*>[^<]*<\/\1>|<[^>]*>)*\d{6}(?:\s|<[^>]*>)*$/;

export function createTrafficLog(): TrafficLog {
  const entries: TrafficEntry[] = [];
  const events = new EventEmitter<{ entry: [TrafficEntry] }>();
  events.setMaxListeners(0);
  const record = (entry: TrafficEntry): void => {
    entries.push(entry);
    if (entries.length > KEPT) entries.shift();
    events.emit('entry', entry);
  };
  return { record, entries, events };
}

/**
 * Returns a copy of a body for the list. A code block may hold a secret, so its text is hidden there and everywhere
 * else in the body (a fallback, a copy for old clients). A message of six digits may be a sign-in code, so it is hidden
 * too.
 */
export function hidden(body: unknown): unknown {
  const codes = snippets(body).filter((one) => one.length > 3);
  const hide = (value: unknown): unknown => {
    if (typeof value === 'string') {
      const said = value.replace(QUOTATION, DOTS);
      const text = CODE.test(said.replaceAll(DOTS, '')) ? DOTS : said;
      return codes.reduce((rest, code) => rest.replaceAll(code, DOTS), text);
    }
    if (Array.isArray(value)) return value.map(hide);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hide(item)]));
  };
  return hide(masked(body, HIDDEN_FIELDS));
}

function snippets(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(snippets);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === 'codeSnippet' && typeof item === 'string' ? [item] : snippets(item),
  );
}
