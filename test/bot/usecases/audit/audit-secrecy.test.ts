import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { holds } from '../../../journeys/canary.ts';
import { change, create, created, FRESH, remove, rotating, swept, world } from './recorded-world.ts';

describe('the rows of the audit record', () => {
  it('hold neither a value nor a word that a person typed, in any spelling', async () => {
    const all = await world();
    const { setting, dm, ada, carl, eve, secrets } = all;
    const canary = (what: string) => `${what}/"${randomUUID()}"+ü`;
    const typed = {
      ...{ name: canary('name'), why: canary('why'), who: canary('who'), confirmedBy: canary('confirmed') },
      ...{ query: canary('query'), code: canary('code'), hint: canary('hint'), typedName: canary('typed') },
    };
    setting.directory.put({ ...dm, secrets: dm.secrets.map((secret) => ({ ...secret, hint: typed.hint })) });
    await (await created(all))();
    await create(all, { ...FRESH, name: typed.name.slice(0, 40) });
    setting.results.push('refused', 'refused');
    await create(all);
    await swept(all);
    const act = await rotating(all);
    await act('adopt', secrets.lasting);
    await act('replaced');
    await setting.run({ kind: 'open', purpose: 'delete', query: dm.clientId, hint: typed.hint }, ada);
    await setting.run({ kind: 'confirm-delete', nonce: typed.query, typedName: typed.typedName }, ada);
    await remove(all);
    for (const kind of ['assign', 'unassign'] as const) await change(all, kind, typed.confirmedBy);
    const { query, why, who } = typed;
    await setting.run({ kind: 'submit-request', query, why, who }, carl);
    await setting.run({ kind: 'submit-request', query: dm.clientId, why, who }, carl);
    await setting.tell();
    for (const { id } of await setting.ledger.requests.open()) {
      await setting.review(ada, id, 'confirm', { confirmedBy: typed.confirmedBy });
      await setting.review(eve, id, 'approve', { clientIds: [dm.clientId], confirmedBy: typed.confirmedBy });
    }
    for (const purpose of ['show', 'create', 'delete', 'rotate', 'managers', 'audit'] as const)
      for (const asker of [ada, carl, eve])
        await setting.run({ kind: 'open', purpose, query, hint: typed.hint }, asker);
    for (const asker of [ada, carl, eve]) {
      await setting.run({ kind: 'code', code: typed.code }, asker);
      await setting.run({ kind: 'stored', nonce: query }, asker);
      await setting.run({ kind: 'rotation', id: query, act: 'show', keyId: query }, asker);
      await setting.run({ kind: 'rotate-secret', clientId: query, keyId: query }, asker);
      await setting.run({ kind: 'delete-secret', clientId: query, keyId: query }, asker);
      await setting.run({ kind: 'digest-item', act: 'show', digest: query, item: 1 }, asker);
      await setting.run({ kind: 'undelivered-act', act: 'drop', message: query }, asker);
      await setting.review(asker, query, 'approve', { clientIds: [query], confirmedBy: typed.confirmedBy });
      await setting.run({ kind: 'link', query, scope: query }, asker);
      await setting.run({ kind: 'unsupported', text: query }, asker);
      const people = [{ kind: 'words', words: query }] as const;
      await setting.run({ kind: 'assign', people, query, clientIds: [query] }, asker);
    }
    const rows = (await setting.rows()).map((row) => JSON.stringify(row));
    expect(rows.length).toBeGreaterThan(40);
    const { values } = setting.directory;
    expect(values.length).toBeGreaterThanOrEqual(3);
    // The first three characters are the hint. The rest of the value must not be found.
    const parts = values.flatMap((value) => [value, value.slice(3, 19), value.slice(16)]);
    for (const secret of [...parts, ...Object.values(typed), typed.name.slice(0, 40)])
      expect(rows.filter((row) => holds(row, secret) || row.includes(JSON.stringify(secret).slice(1, 30)))).toEqual([]);
  });
});
