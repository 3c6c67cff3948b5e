import { counted } from '../../cards/shared/dates.ts';
import type { Status } from './check.ts';
import type { CheckId } from './checks.ts';
import type { CheckResult } from './run.ts';

const WIDTH = 80;
const SHOWN: Readonly<Record<Status, string>> = {
  pass: 'pass',
  warning: 'WARNING',
  failure: 'FAILURE',
  skipped: 'skipped',
};
const STATUSES: readonly Status[] = ['pass', 'warning', 'failure', 'skipped'];
const GAP = '  ';

/** A table without colours for a terminal of 80 columns. Advice takes the whole width, because it holds commands. */
export function tableOf(results: readonly CheckResult[], leftOut: readonly CheckId[] = []): string {
  const titles = Math.max(...results.map(({ title }) => title.length));
  const marks = Math.max(...Object.values(SHOWN).map((shown) => shown.length));
  const indent = titles + GAP.length + marks + GAP.length;
  const rows = results.flatMap((result) => {
    const [first = '', ...more] = textOf(result.detail, WIDTH - indent);
    const head = [result.title.padEnd(titles), SHOWN[result.status].padEnd(marks), first].join(GAP);
    return [head, ...more.map((line) => ' '.repeat(indent) + line), ...adviceOf(result)];
  });
  const without = leftOut.length === 0 ? [] : textOf(`Left out: ${leftOut.join(', ')}.`, WIDTH);
  return [...rows, '', `${summaryLine(results)}.`, ...without].map((line) => line.trimEnd()).join('\n');
}

/** The report as JSON, for other programs. */
export function jsonOf(results: readonly CheckResult[], leftOut: readonly CheckId[] = []): string {
  const checks = results.map((result) => {
    const { id, status, detail } = result;
    return { id, status, detail, advice: 'advice' in result ? result.advice : null };
  });
  return JSON.stringify({ checks, summary: countsOf(results), ...(leftOut.length > 0 && { leftOut }) }, null, 2);
}

/** 1 if a check failed; 0 if none did. */
export function exitCodeOf(results: readonly CheckResult[]): 0 | 1 {
  return results.some(({ status }) => status === 'failure') ? 1 : 0;
}

function adviceOf(result: CheckResult): readonly string[] {
  if (!('advice' in result)) return [];
  return textOf(result.advice, WIDTH - 4).map((line, index) => `${index === 0 ? '  > ' : '    '}${line}`);
}

function textOf(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) => wrapped(line, width));
}

function countsOf(results: readonly CheckResult[]): Readonly<Record<Status, number>> {
  const of = (wanted: Status) => results.filter(({ status }) => status === wanted).length;
  return { pass: of('pass'), warning: of('warning'), failure: of('failure'), skipped: of('skipped') };
}

function summaryLine(results: readonly CheckResult[]): string {
  const counts = countsOf(results);
  const words = { pass: 'passed', warning: 'with a warning', failure: 'failed', skipped: 'skipped' };
  const parts = STATUSES.filter((status) => counts[status] > 0).map((status) => `${counts[status]} ${words[status]}`);
  return `${counted(results.length, 'check')}: ${parts.join(', ')}`;
}

/** Breaks lines at spaces. A word that is longer than a line (an address) stays whole, so that it can be copied. */
function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
