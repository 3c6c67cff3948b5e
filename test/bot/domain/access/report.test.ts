import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { writeReport } from '../../../../bot/adapters/node/report-export.ts';
import { type ReportFacts, reportRows } from '../../../../bot/domain/access/report.ts';
import { application, START, TID } from '../../usecases/shared/setting.ts';
import { APIS } from '../shared/apis.ts';

const DAY_MS = 86_400_000;
const iso = (days: number) => new Date(START.getTime() + days * DAY_MS).toISOString();
const FACTS: ReportFacts = {
  apis: APIS,
  now: START,
  zone: 'Europe/Amsterdam',
  managersOf: () => 2,
  claimOf: () => undefined,
};
const FORMULAS = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'];

async function written(format: 'csv' | 'json', ...given: Parameters<typeof reportRows>): Promise<string> {
  const out = new PassThrough();
  const all = text(out);
  await writeReport(reportRows(...given), format, out);
  out.end();
  return all;
}

describe('the report', () => {
  const smc = application('Partner-NL-Matchwell-SMC', iso(30), iso(-3));
  const bare = application('Legacy export job');

  it('has a row for each secret, the one that ends first at the top, and one for an application without secrets', () => {
    const rows = reportRows([smc, bare], FACTS);
    expect(rows.map((row) => [row.application, row.secretName, row.daysLeft, row.state, row.canConnect])).toEqual([
      ['Legacy export job', null, null, 'no secret', false],
      ['Partner-NL-Matchwell-SMC', 's1', -3, 'expired', true],
      ['Partner-NL-Matchwell-SMC', 's0', 30, 'valid', true],
    ]);
    expect(rows[1]).toMatchObject({ organisation: 'Matchwell', country: 'NL', managers: 2, claimedBy: null });
    expect(rows[0]).toMatchObject({ organisation: null, country: null });
  });

  it('says who is on a secret, by name or else by object id', () => {
    const oid = '33333333-3333-4333-8333-33333333333a';
    const claimedBy = (name: string) =>
      reportRows([smc], { ...FACTS, claimOf: () => ({ by: { tid: TID, oid, name }, at: START }) })[0]?.claimedBy;
    expect([claimedBy('Ada'), claimedBy('')]).toEqual(['Ada', oid]);
  });

  it('has no hint and nothing else of a value', async () => {
    for (const format of ['csv', 'json'] as const) expect(await written(format, [smc], FACTS)).not.toContain('h0~');
  });

  it('in CSV has no cell that a spreadsheet takes for a formula, and numbers stay numbers', async () => {
    const hostile = FORMULAS.map((name) => ({
      ...application(name, iso(-3)),
      secrets: smc.secrets.map((secret) => ({ ...secret, name })),
    }));
    const records: Record<string, string>[] = parse(await written('csv', hostile, FACTS), { columns: true });
    expect(records).toHaveLength(2 * FORMULAS.length);
    for (const { application: name = '', secretName = '', daysLeft = '' } of records) {
      expect(name).toMatch(/^'/);
      expect(secretName).toMatch(/^'/);
      expect(daysLeft).toMatch(/^(30|-3)$/);
    }
  });

  it('in JSON is one array of the rows as they are', async () => {
    for (const all of [[smc, bare], []])
      expect(JSON.parse(await written('json', all, FACTS))).toEqual(reportRows(all, FACTS));
  });
});
