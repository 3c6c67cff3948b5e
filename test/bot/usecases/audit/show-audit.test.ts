import { describe, expect, it } from 'vitest';
import type { AuditAction, AuditEvent } from '../../../../bot/domain/audit/audit-events.ts';
import type { Application } from '../../../../bot/domain/shared/application.ts';
import type { Asker } from '../../../../bot/domain/shared/person.ts';
import { DirectoryFault } from '../../../../bot/ports/secrets/directory.ts';
import { readText } from '../../../../bot/usecases/commands.ts';
import { createAccessSetting, DAY_MS } from '../access/access-setting.ts';
import { application, event, expectKind, someone } from '../shared/setting.ts';

/** Two applications with a manager each. `happen` records something about one of them. */
async function recorded() {
  const dm = application('Partner-NL-Matchwell-DM');
  const smc = application('Partner-NL-Matchwell-SMC');
  const nord = application('Partner-DE-Nord-DM');
  const setting = await createAccessSetting(dm, smc, nord);
  const ada = await setting.join(someone('Ada'), { manages: [dm, smc] });
  const nadja = await setting.join(someone('Nadja'), { manages: [nord] });
  await setting.pass(2 * DAY_MS);
  const happen = async (about: Application | undefined, count = 1) => {
    for (let index = 0; index < count; index++)
      await setting.ledger.audit.record({
        ...{ ...event, at: setting.clock.clock(), clientId: about?.clientId },
        ...{ action: 'secret.created', detail: `n${index}` },
      });
  };
  const audit = (asker: Asker, query = '', page = 1, days = 1) =>
    setting.run({ kind: 'audit', query, days, page }, asker);
  const shown = async (...asked: Parameters<typeof audit>) => expectKind(await audit(...asked), 'audit');
  return { setting, dm, smc, nord, ada, nadja, happen, audit, shown, eve: setting.administrator };
}

/** The applications of all rows, over all pages. */
async function allPages(
  page: (page: number) => Promise<{ pages: number; rows: readonly { clientId?: string | undefined }[] }>,
) {
  const seen: (string | undefined)[] = [];
  for (let index = 1, pages = 1; index <= pages; index++) {
    const read = await page(index);
    pages = read.pages;
    seen.push(...read.rows.map(({ clientId }) => clientId));
  }
  return seen;
}

describe('the audit record', () => {
  it('shows administrators every row, newest first, with the names of the applications', async () => {
    const { dm, nord, eve, happen, shown } = await recorded();
    for (const about of [dm, undefined, nord]) await happen(about);
    const { rows, applications, total, application: one } = await shown(eve);
    expect(rows.map(({ clientId }) => clientId)).toEqual([nord.clientId, undefined, dm.clientId]);
    expect(applications.map(({ displayName }) => displayName).sort()).toEqual([nord.displayName, dm.displayName]);
    expect({ total, one }).toEqual({ total: 3, one: undefined });
  });

  it('shows managers the rows of their own applications and no others, on every page', async () => {
    const { dm, smc, nord, ada, nadja, happen, shown } = await recorded();
    for (let times = 0; times < 20; times++) for (const about of [nord, dm, undefined, smc]) await happen(about);
    expect(new Set(await allPages((page) => shown(ada, '', page)))).toEqual(new Set([dm.clientId, smc.clientId]));
    expect(await allPages((page) => shown(nadja, '', page))).toEqual(Array.from({ length: 20 }, () => nord.clientId));
    for (const page of [0, -1, 3, 99, 1e9]) {
      const { rows, total } = await shown(nadja, '', page);
      expect(rows.map(({ clientId }) => clientId)).toEqual(Array.from({ length: 10 }, () => nord.clientId));
      expect(total).toBe(20);
    }
  });

  it('hides an application from a person who does not manage it, by name, by client ID and by button', async () => {
    const { setting, nord, ada, happen, audit } = await recorded();
    await happen(nord, 3);
    for (const query of [nord.displayName, nord.clientId, `{${nord.clientId}}`, 'nord', 'nothing']) {
      const asked = [await audit(ada, query), await audit(ada, query, 7)];
      asked.push(await setting.run({ kind: 'open', purpose: 'audit', query, hint: '30' }, ada));
      for (const outcome of asked) {
        expect(outcome.kind).toBe('not-found');
        const { query: _typed, ...rest } = expectKind(outcome, 'not-found');
        expect(JSON.stringify(rest)).not.toContain(nord.clientId);
        expect(JSON.stringify(rest)).not.toContain('Nord');
      }
    }
  });

  it('shows nothing more to a manager who has lost the role', async () => {
    const { setting, nord, nadja, happen, audit, shown } = await recorded();
    await happen(nord);
    expect((await shown(nadja)).total).toBe(1);
    await setting.ledger.assignments.remove(nadja.person, nord.clientId, event);
    expectKind(await audit(nadja), 'sign-in');
    await setting.signIn(nadja);
    expectKind(await audit(nadja), 'no-applications');
    expectKind(await audit(nadja, 'nord'), 'no-applications');
  });

  it('is refused to everybody else', async () => {
    const { setting, dm, happen, audit } = await recorded();
    await happen(dm);
    const carl = await setting.join(someone('Carl'));
    expectKind(await audit(carl), 'no-applications');
    expectKind(await audit(carl, dm.clientId), 'no-applications');
    expectKind(await audit(someone('Mal')), 'sign-in');
  });

  it('shows one application to its manager and to administrators', async () => {
    const { dm, smc, ada, eve, happen, shown, audit } = await recorded();
    for (const about of [dm, smc, dm]) await happen(about);
    for (const asker of [ada, eve]) {
      const one = await shown(asker, 'matchwell-dm');
      expect(one).toMatchObject({ total: 2, application: { clientId: dm.clientId }, query: 'matchwell-dm' });
      expect(one.rows.every(({ clientId }) => clientId === dm.clientId)).toBe(true);
      const which = expectKind(await audit(asker, 'matchwell', 1, 7), 'choose-application');
      expect(which).toMatchObject({ purpose: 'audit', hint: '7' });
    }
  });

  it('keeps to the days that were asked for, even if an application is chosen afterwards', async () => {
    const { setting, dm, ada, happen, shown } = await recorded();
    await happen(dm, 2);
    await setting.pass(5 * DAY_MS);
    await happen(dm);
    for (const [days, total] of [
      [1, 1],
      [4, 1],
      [5, 3],
      [9_999, 3],
    ] as const) {
      expect((await shown(ada, dm.clientId, 1, days)).total).toBe(total);
      const chosen = { kind: 'open', purpose: 'audit', query: dm.clientId, hint: String(days) } as const;
      expect(expectKind(await setting.run(chosen, ada), 'audit')).toMatchObject({ total, days });
    }
    const hostile = { kind: 'open', purpose: 'audit', query: dm.clientId, hint: '1e99' } as const;
    expect(expectKind(await setting.run(hostile, ada), 'audit').days).toBe(30);
  });

  it('is shown page by page, and no page is empty while there are rows', async () => {
    const { dm, eve, happen, shown } = await recorded();
    await happen(dm, 25);
    const details: string[] = [];
    for (const [page, rows] of [
      [1, 10],
      [2, 10],
      [3, 5],
    ] as const) {
      const read = await shown(eve, '', page);
      expect(read).toMatchObject({ page, pages: 3, total: 25 });
      expect(read.rows).toHaveLength(rows);
      details.push(...read.rows.map(({ detail }) => detail));
    }
    expect(details).toEqual(Array.from({ length: 25 }, (_, index) => `n${24 - index}`));
    expect(await shown(eve, '', 9)).toMatchObject({ page: 3, pages: 3 });
  });

  it('is shown without names if the directory does not answer', async () => {
    const { setting, dm, eve, ada, happen, shown } = await recorded();
    await happen(dm);
    for (const asker of [eve, ada]) {
      setting.directory.failNext('applications', new DirectoryFault('unreachable', { ambiguous: false }));
      expect(await shown(asker)).toMatchObject({ total: 1, applications: [] });
    }
  });

  it('shows the client ID for an application that is gone', async () => {
    const { setting, dm, eve, happen, shown } = await recorded();
    await happen(dm);
    setting.directory.drop(dm.clientId);
    expect(await shown(eve)).toMatchObject({ rows: [{ clientId: dm.clientId }], applications: [] });
  });

  it('shows all applications of a country or an organisation, to managers only those of their own', async () => {
    const { dm, smc, nord, ada, nadja, eve, happen, shown, audit } = await recorded();
    for (const about of [dm, nord, smc, undefined]) await happen(about);
    for (const asker of [eve, ada]) {
      for (const query of ['NL', 'all matchwell', 'nl cannot connect']) {
        const { rows, application: one } = await shown(asker, query);
        expect(rows.map(({ clientId }) => clientId)).toEqual([smc.clientId, dm.clientId]);
        expect(one).toBeUndefined();
      }
    }
    expect((await shown(eve, 'all')).total).toBe(4);
    expect((await shown(nadja, 'all')).total).toBe(1);
    expectKind(await audit(nadja, 'all matchwell'), 'not-found');
    expectKind(await audit(nadja, 'NL'), 'not-found');
  });

  it('shows administrators the record of an application that had managers and is gone, by its client ID', async () => {
    const { setting, dm, ada, eve, happen, shown, audit } = await recorded();
    await happen(dm);
    await setting.ledger.knownApplications.seen([dm]);
    setting.directory.drop(dm.clientId);
    expect(await shown(eve, dm.clientId)).toMatchObject({ total: 1, application: { displayName: dm.displayName } });
    expectKind(await audit(eve, 'c75e9d81-d19e-4acb-a3ad-74a952a42a5e'), 'not-found');
    expectKind(await audit(ada, dm.clientId), 'applications-gone');
  });
});

describe('the record for people', () => {
  /** A secret that was created and deleted here, with all that is recorded on the way, and reminders of another one. */
  async function acted() {
    const start = await recorded();
    const { setting, dm, ada, eve } = start;
    const by = (asker: Asker) => ({ ...asker.person, name: asker.name });
    const act = (action: AuditAction, over: Partial<AuditEvent> = {}) =>
      setting.ledger.audit.record({
        ...{ ...event, at: setting.clock.clock(), clientId: dm.clientId, actor: by(ada), keyId: undefined },
        ...{ action, ...over },
      });
    await act('secret.create.intended', { result: 'intended' });
    await act('secret.created', { keyId: 'key-1' });
    await act('secret.delivered', { keyId: 'key-1' });
    for (const _ of Array.from({ length: 12 })) await act('reminder.sent', { actor: undefined });
    await act('assignment.added', { actor: by(eve) });
    await act('session.started');
    await act('secret.deleted', { actor: { ...by(ada), name: '' }, result: 'failed' });
    const ask = async (over: object, asker = ada) =>
      expectKind(await setting.run({ kind: 'audit', query: '', days: 1, page: 1, ...over }, asker), 'audit');
    const actions = async (over: object) => (await ask(over)).rows.map(({ action }) => action);
    return { ...start, act, ask, actions, by };
  }
  const USUAL = ['secret.deleted', 'assignment.added', 'secret.created'];

  it('holds settled acts, and counts the reminders', async () => {
    const { actions, ask } = await acted();
    expect(await actions({})).toEqual(USUAL);
    expect(await ask({})).toMatchObject({ total: 3, reminders: 12, details: false });
  });

  it('names a person by another row that is about them, if the bot has never met them', async () => {
    const { act, ask, by } = await acted();
    const zed = by(someone('Zed'));
    await act('assignment.added', { subject: zed });
    await act('assignment.removed', { subject: { ...zed, name: '' } });
    const [removed] = (await ask({})).rows;
    expect(removed).toMatchObject({ action: 'assignment.removed', subject: { oid: zed.oid, name: 'Zed' } });
  });

  it('holds everything that was recorded, if details are asked for', async () => {
    expect(await (await acted()).ask({ details: true })).toMatchObject({ total: 18, pages: 2 });
  });

  it('is filtered by kind', async () => {
    const { actions } = await acted();
    expect(await actions({ about: 'secrets' })).toEqual(['secret.deleted', 'secret.created']);
    expect(await actions({ about: 'sign-ins' })).toEqual(['session.started']);
    expect(await actions({ about: 'all', by: 'all' })).toEqual(USUAL);
  });

  it('is filtered by a person, who is chosen or typed', async () => {
    const { actions, ask, ada, eve } = await acted();
    expect(await actions({ by: eve.person.oid })).toEqual(['assignment.added']);
    expect(await ask({ by: ada.name.toLowerCase() })).toMatchObject({ total: 2, by: ada.person.oid });
    expect(await ask({ by: 'nobody of that name' })).toMatchObject({ total: 0, by: 'nobody of that name' });
    expect((await ask({})).people?.map(({ oid }) => oid).toSorted()).toEqual(
      [ada.person.oid, eve.person.oid].toSorted(),
    );
  });

  it('finds somebody who did little in a time in which more than a hundred others did more', async () => {
    const { setting, act, ask } = await acted();
    const zoe = { ...setting.administrator.person, oid: 'ffffffff-0000-4000-8000-000000000999', name: 'Zoe' };
    await act('secret.deleted', { actor: zoe });
    for (let index = 0; index < 202; index += 1)
      await act('secret.created', { actor: { ...zoe, oid: `oid-${index % 101}`, name: `Person ${index % 101}` } });
    for (const by of ['zoe', zoe.oid]) {
      const found = await ask({ by });
      expect(found).toMatchObject({ total: 1, by: zoe.oid, rows: [{ actor: { name: 'Zoe' } }] });
      expect(found.people).toHaveLength(100);
      expect(found.people).toContainEqual(zoe);
    }
  });

  it('names a person by the other rows if one row has no name', async () => {
    const { ask, by, ada } = await acted();
    expect((await ask({})).rows[0]?.actor).toEqual(by(ada));
  });

  it('names a person whom no row names as the bot has met them', async () => {
    const { setting, act, ask } = await acted();
    const bob = await setting.join(someone('Bob', 'personal'));
    await act('assignment.added', { actor: undefined, subject: { ...bob.person, name: '' } });
    expect((await ask({})).rows[0]?.subject).toEqual({ ...bob.person, name: bob.name });
  });

  it('names a secret as Entra shows it, or as the bot has kept it if it is gone', async () => {
    const { setting, dm, ada, act, ask } = await acted();
    const secret = dm.secrets[0] ?? {
      keyId: 'key-2',
      name: 'Upload',
      hint: 'abc',
      start: new Date(0),
      end: new Date(),
    };
    setting.directory.put({ ...dm, secrets: [secret] });
    await act('rotation.started', { keyId: secret.keyId });
    const form = expectKind(
      await setting.run({ kind: 'open', purpose: 'create', query: dm.clientId, hint: '' }, ada),
      'create-form',
    ).form;
    const { nonce, expiry } = form;
    const made = expectKind(
      await setting.run({ kind: 'submit-create', nonce, name: 'Gone', expiry }, ada),
      'created',
    ).secret;
    await setting.directory.removeSecret(dm.clientId, made.keyId);
    const { secrets } = await ask({ about: 'secrets' });
    const named = (keyId: string) => secrets?.find((one) => one.keyId === keyId);
    expect(named(secret.keyId)).toMatchObject({ name: secret.name, hint: secret.hint });
    expect(named(made.keyId)).toMatchObject({ name: 'Gone', hint: made.hint });
    expect(named('key-1')).toBeUndefined();
  });

  it.each([
    ['audit by Anna', { query: '', days: 30, by: 'Anna' }],
    ['audit 90 by anna jansen', { query: '', days: 90, by: 'anna jansen' }],
    ['audit Matchwell-DM by anna 7', { query: 'Matchwell-DM', days: 7, by: 'anna' }],
    ['audit NL 90 days', { query: 'NL', days: 90 }],
  ])('is asked for in words: %s', (text, asked) => {
    expect(readText(text)).toEqual({ kind: 'audit', page: 1, ...asked });
  });
});
