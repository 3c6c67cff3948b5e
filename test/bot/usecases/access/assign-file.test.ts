import { beforeEach, describe, expect, it } from 'vitest';
import type { FileRow } from '../../../../bot/domain/access/assignment-file.ts';
import type { Asker } from '../../../../bot/domain/shared/person.ts';
import { DirectoryFault } from '../../../../bot/ports/secrets/directory.ts';
import { application, someone } from '../shared/setting.ts';
import { type AccessSetting, addressOf, createAccessSetting } from './access-setting.ts';

const DM = application('Partner-NL-Matchwell-DM');
const SMC = application('Partner-NL-Matchwell-SMC');
const OTHER = application('Partner-DE-Register-Nord-SMC');
let setting: AccessSetting;
let ada: Asker;
let ben: Asker;
let cem: Asker;

beforeEach(async () => {
  setting = await createAccessSetting(DM, SMC, OTHER);
  ada = await setting.join(someone('Ada', 'personal'));
  ben = await setting.join(someone('Ben', 'personal'), { manages: [DM, OTHER] });
  cem = await setting.join(someone('Cem', 'personal'), { manages: [DM] });
});

const rows = (...lines: readonly (readonly [string, string])[]): readonly FileRow[] =>
  lines.map(([person, name], i) => ({ line: i + 2, person, application: name }));
const managers = async (...clientIds: readonly string[]) =>
  (await setting.ledger.assignments.managersOf(clientIds)).map(({ person }) => person.name).sort();

describe('a file of assignments', () => {
  it('is planned by object id, address, client ID or name, and a plan writes nothing', async () => {
    const plan = await setting.usecases.planAssignmentFile(
      rows([ada.person.oid, DM.clientId], [addressOf(ben), DM.displayName], [addressOf(ada), SMC.displayName]),
    );
    expect(plan.added.map((one) => [one.person.name, one.application.displayName])).toEqual([
      ['Ada', DM.displayName],
      ['Ada', SMC.displayName],
    ]);
    expect(plan).toMatchObject({ removed: [{ person: cem.person }], unchanged: [{ person: ben.person }] });
    expect(await setting.rows()).toEqual([]);
    expect(setting.people.calls.find).toBe(3);
  });

  it('is applied with a row for each pair under one reference, and one message for each person', async () => {
    const file = rows([addressOf(ada), DM.displayName], [addressOf(ada), SMC.displayName]);
    const { added, removed, reference } = await setting.usecases.applyAssignmentFile(
      await setting.usecases.planAssignmentFile(file),
    );
    expect({ added, removed }).toEqual({ added: 2, removed: 2 });
    expect(await managers(DM.clientId)).toEqual(['Ada']);
    expect(await managers(OTHER.clientId)).toHaveLength(1);
    const all = await setting.rows();
    const ended = all.filter(({ action }) => action === 'session.ended');
    expect(ended).toMatchObject([{ actor: undefined, detail: 'last application', reference }]);
    const recorded = all.filter((row) => !ended.includes(row));
    expect(recorded.map(({ action, subject, clientId }) => [action, subject?.oid, clientId]).sort()).toEqual(
      [
        ['assignment.added', ada.person.oid, DM.clientId],
        ['assignment.added', ada.person.oid, SMC.clientId],
        ['assignment.removed', ben.person.oid, DM.clientId],
        ['assignment.removed', cem.person.oid, DM.clientId],
      ].sort(),
    );
    for (const row of recorded)
      expect(row).toMatchObject({ actor: undefined, result: 'done', detail: 'file', reference });
    await setting.tell();
    expect([...setting.told()].sort()).toEqual([
      `chat Ada: assigned ${DM.displayName}, ${SMC.displayName}`,
      `chat Ben: unassigned ${DM.displayName}`,
      `chat Cem: unassigned ${DM.displayName}`,
    ]);
  });

  it('changes nothing the second time, and tells nobody', async () => {
    const file = rows([addressOf(ada), DM.displayName], ['', OTHER.displayName]);
    await setting.usecases.applyAssignmentFile(await setting.usecases.planAssignmentFile(file));
    await setting.tell();
    setting.told();
    const before = (await setting.rows()).length;
    const again = await setting.usecases.planAssignmentFile(file);
    expect(again).toMatchObject({ added: [], removed: [], unchanged: [{ person: ada.person }] });
    expect(await setting.usecases.applyAssignmentFile(again)).toMatchObject({ added: 0, removed: 0 });
    await setting.tell();
    expect(setting.told()).toEqual([]);
    expect(await setting.rows()).toHaveLength(before);
    expect(await managers(OTHER.clientId)).toEqual([]);
  });

  it('carries out the other lines if a person is unknown', async () => {
    const file = rows([addressOf(ada), DM.displayName], ['typo@example.org', DM.displayName]);
    const plan = await setting.usecases.planAssignmentFile(file);
    expect(plan.unknown).toEqual([{ line: 3, what: 'person', words: 'typo@example.org' }]);
    expect(plan.spared).toHaveLength(2);
    await setting.usecases.applyAssignmentFile(plan);
    expect(await managers(DM.clientId)).toHaveLength(3);
  });

  it('changes nothing if the directory does not answer', async () => {
    setting.people.down = true;
    const file = rows([addressOf(ada), DM.displayName]);
    await expect(setting.usecases.planAssignmentFile(file)).rejects.toThrow(DirectoryFault);
  });
});
