import { describe, expect, it } from 'vitest';
import type { Asker } from '../../../../bot/domain/shared/person.ts';
import { application, expectKind, START, someone } from '../shared/setting.ts';
import { createAccessSetting, DAY_MS } from './access-setting.ts';

const SHARED = { shared: true } as const;

/** Carl has asked for Matchwell; Ada manages one of its two applications, and its channel is linked. */
async function asked(query = 'Matchwell') {
  const dm = application('Partner-NL-Matchwell-DM');
  const smc = application('Partner-NL-Matchwell-SMC');
  const nord = application('Partner-DE-Nord-DM');
  const setting = await createAccessSetting(dm, smc, nord);
  const [carl, ada] = [await setting.join(someone('Carl', 'personal')), await setting.join(someone('Ada', 'personal'))];
  await setting.assign(ada, dm);
  const channel = { ...ada.conversation, kind: 'channel', id: '19:matchwell' } as const;
  await setting.run({ kind: 'link', query: 'Matchwell', scope: '' }, { ...ada, conversation: channel });
  const id = await setting.request(carl, query);
  await setting.tell();
  setting.told();
  const found = async () => setting.ledger.requests.find(id);
  const both = { clientIds: [dm.clientId, smc.clientId] };
  const toldNow = async () => {
    await setting.tell();
    return [...setting.told()].sort();
  };
  return { setting, dm, smc, nord, carl, ada, id, found, both, toldNow, eve: setting.administrator };
}

/** Carl has asked for Matchwell, and nobody can confirm it. */
async function askedUnmanaged() {
  const smc = application('Partner-NL-Matchwell-SMC');
  const setting = await createAccessSetting(smc);
  const carl = await setting.join(someone('Carl', 'personal'));
  const id = await setting.request(carl, 'Matchwell');
  await setting.tell();
  setting.told();
  return { setting, smc, carl, id, eve: setting.administrator };
}

describe('a request for access', () => {
  it('is confirmed by a manager and then approved by an administrator, and its asker hears of both', async () => {
    const { setting, carl, ada, eve, id, both, dm, found, toldNow } = await asked();
    const confirmed = expectKind(await setting.review(ada, id, 'confirm'), 'request').view;
    expect(confirmed).toMatchObject({ may: 'nothing', request: { state: 'confirmed' } });
    expect(await toldNow()).toEqual([
      'chat Carl: Matchwell confirmed',
      'chat Eve: request confirmed, may approve',
      'update told-1: request confirmed, may nothing',
    ]);
    const approved = expectKind(await setting.review(eve, id, 'approve', both), 'request').view;
    expect(approved.request).toMatchObject({
      state: 'approved',
      confirmation: { by: { name: 'Ada' }, at: START, recorded: undefined },
      decision: { by: { name: 'Eve' }, at: START },
    });
    expect(await toldNow()).toEqual([
      'chat Carl: assigned Partner-NL-Matchwell-DM, Partner-NL-Matchwell-SMC',
      'update told-1: request approved, may nothing',
      expect.stringMatching(/^update told-\d: request approved, may nothing$/),
    ]);
    expect(await setting.ledger.assignments.of(carl.person)).toHaveLength(2);
    const own = (await setting.ledger.assignments.managersOf([dm.clientId])).find(
      ({ person }) => person.name === 'Carl',
    );
    expect(own).toMatchObject({ by: { name: 'Eve' }, confirmedBy: 'Ada' });
    expect((await found())?.state).toBe('approved');
    expect(await toldNow()).toEqual([]);
  });

  it('is recorded step by step, with one reference for the approval and its assignments', async () => {
    const { setting, ada, eve, id, both } = await asked();
    await setting.review(ada, id, 'confirm');
    await setting.review(eve, id, 'approve', both);
    const rows = (await setting.rows()).filter(({ subject }) => subject?.name === 'Carl');
    expect(rows.map(({ action, actor, result }) => [action, actor?.name, result])).toEqual([
      ['request.routed', undefined, 'done'],
      ['request.confirmed', 'Ada', 'done'],
      ['request.approved', 'Eve', 'done'],
      ['assignment.added', 'Eve', 'done'],
      ['assignment.added', 'Eve', 'done'],
    ]);
    expect(new Set(rows.slice(2).map(({ reference }) => reference)).size).toBe(1);
  });

  it('can be confirmed by any manager in the organisation, even by one whom the bot has not met', async () => {
    const { setting, smc, id, found } = await asked('matchwell-dm');
    const bob = await setting.join(someone('Bob', 'channel'), { manages: [smc] });
    expectKind(await setting.review(bob, id, 'confirm'), 'request');
    expect((await found())?.confirmation?.by.name).toBe('Bob');
  });

  it.each<[string, (all: Awaited<ReturnType<typeof asked>>) => Promise<Asker>, string]>([
    ['the asker', async ({ carl }) => carl, 'own-request'],
    [
      'the asker who manages another application of the organisation',
      async ({ setting, carl, smc }) => {
        await setting.assign(carl, smc);
        return carl;
      },
      'own-request',
    ],
    [
      'a manager of another organisation',
      async ({ setting, nord }) => setting.join(someone('Nadja'), { manages: [nord] }),
      'request-gone',
    ],
    ['a colleague', async ({ setting }) => setting.join(someone('Dora')), 'request-gone'],
    ['an administrator who manages nothing of it', async ({ eve }) => eve, 'managers-confirm'],
    [
      'a manager who left the directory',
      async ({ setting, ada }) => {
        setting.people.leave(ada.person.oid);
        return ada;
      },
      'request-gone',
    ],
  ])('is not confirmed by %s, and the refusal is recorded', async (_who, arrange, refusal) => {
    const all = await asked();
    const { setting, id, found } = all;
    const who = await arrange(all);
    expect(expectKind(await setting.review(who, id, 'confirm'), 'refused').refusal).toBe(refusal);
    const note = expectKind(await setting.review(who, id, 'confirm', SHARED), 'note').note;
    expect(note).toEqual({ kind: 'request', refusal });
    expect((await found())?.state).toBe('waiting');
    const refusals = await setting.rows('access.refused');
    // The second is alike, so that it is counted and has no row of its own.
    expect(refusals.map(({ actor, result, detail }) => [actor?.name, result, detail])).toEqual([
      [who.name, 'refused', 'request: confirm'],
    ]);
  });

  it('is answered to a stranger like a request that does not exist', async () => {
    const { setting, id } = await asked();
    const dora = await setting.join(someone('Dora'));
    for (const act of ['show', 'confirm', 'decline', 'approve'] as const) {
      const [foreign, unknown] = [await setting.review(dora, id, act), await setting.review(dora, 'never', act)];
      for (const outcome of [foreign, unknown]) expect(expectKind(outcome, 'refused').refusal).toBe('request-gone');
    }
  });

  it('cannot be approved or declined by an administrator before the organisation has confirmed it', async () => {
    const { setting, eve, id, both, found } = await asked();
    for (const act of ['approve', 'decline'] as const) {
      const outcome = await setting.review(eve, id, act, { ...both, confirmedBy: 'Wilma' });
      expect(expectKind(outcome, 'refused').refusal).toBe('not-confirmed');
    }
    expect((await found())?.state).toBe('waiting');
    expect(await setting.rows('assignment.added')).toEqual([]);
  });

  it('is not approved by its own asker, administrator or not, nor by a manager', async () => {
    const { setting, ada, both, id, smc } = await asked();
    const fay = await setting.join(someone('Fay', 'personal'), { administrator: true });
    const own = await setting.request(fay, 'matchwell-smc');
    await setting.tell();
    for (const request of [own, id]) await setting.review(ada, request, 'confirm');
    const approved = await setting.review(fay, own, 'approve', { clientIds: [smc.clientId] });
    expect(expectKind(approved, 'refused').refusal).toBe('own-request');
    expectKind(await setting.review(ada, id, 'approve', both), 'refused');
    expect(await setting.rows('assignment.added')).toEqual([]);
  });

  it('gives the chosen applications that were asked for, and ignores a foreign client ID in the press', async () => {
    const { setting, carl, ada, eve, id, smc, nord } = await asked();
    await setting.review(ada, id, 'confirm');
    const foreign = expectKind(
      await setting.review(eve, id, 'approve', { clientIds: [nord.clientId] }),
      'request',
    ).view;
    expect(foreign).toMatchObject({ problem: 'nothing-chosen', request: { state: 'confirmed' } });
    await setting.review(eve, id, 'approve', { clientIds: [nord.clientId, smc.clientId.toUpperCase()] });
    expect(await setting.ledger.assignments.of(carl.person)).toEqual([smc.clientId]);
  });

  it('gives nothing to an asker who has left the directory, and can be declined then', async () => {
    const { setting, carl, ada, eve, id, both, found } = await asked();
    await setting.review(ada, id, 'confirm');
    setting.people.leave(carl.person.oid);
    expect(expectKind(await setting.review(eve, id, 'approve', both), 'refused').refusal).toBe('asker-left');
    expect(await setting.rows('assignment.added')).toEqual([]);
    await setting.review(eve, id, 'decline');
    expect((await found())?.state).toBe('declined');
  });

  it('needs a fresh sign-in for the approval, and none for the confirmation', async () => {
    const { setting, ada, eve, id, both } = await asked();
    setting.clock.pass(11 * 60_000);
    expectKind(await setting.review(ada, id, 'confirm'), 'request');
    expect(expectKind(await setting.review(eve, id, 'approve', both), 'sign-in').need).toBe('step-up');
  });
});

describe('a request that nobody could confirm', () => {
  it('is approved when the administrator has written who confirmed it; that is kept, but not in the audit record', async () => {
    const { setting, smc, carl, id, eve } = await askedUnmanaged();
    const clientIds = [smc.clientId];
    const approve = async (confirmedBy: string) =>
      expectKind(await setting.review(eve, id, 'approve', { clientIds, confirmedBy }), 'request').view;
    expect(await approve(' ')).toMatchObject({ mustRecord: true, problem: 'confirmed-by-empty' });
    expect((await approve('x'.repeat(121))).problem).toBe('confirmed-by-too-long');
    expect(await setting.ledger.assignments.of(carl.person)).toEqual([]);
    expect((await approve(' Wilma ')).request).toMatchObject({
      state: 'approved',
      confirmation: { by: { name: 'Eve' }, recorded: 'Wilma' },
    });
    expect(await setting.ledger.assignments.all()).toMatchObject([{ person: { name: 'Carl' }, confirmedBy: 'Wilma' }]);
    expect(JSON.stringify(await setting.rows())).not.toContain('Wilma');
  });

  it('goes to the administrators when the last person who could confirm it is removed, and not before', async () => {
    const { setting, dm, smc, ada, eve, id, found, toldNow } = await asked();
    const bob = await setting.join(someone('Bob', 'personal'), { manages: [smc] });
    const remove = async (who: Asker, { displayName }: typeof dm) => {
      const people = [{ kind: 'words', words: `${who.name}@example.org` }] as const;
      const form = await setting.run({ kind: 'unassign', people, query: displayName, clientIds: [] }, eve);
      const { nonce } = expectKind(form, 'assignment-form').form;
      for (const lastToo of [false, true])
        await setting.run({ kind: 'submit-assignment', nonce, confirmedBy: '', lastToo }, eve);
    };
    await remove(bob, smc);
    expect(await toldNow()).toEqual([`chat Bob: unassigned ${smc.displayName}`]);
    await remove(ada, dm);
    expect(await toldNow()).toEqual([
      `chat Ada: unassigned ${dm.displayName}`,
      'chat Eve: request waiting, may approve',
    ]);
    await setting.review(eve, id, 'approve', { clientIds: [dm.clientId], confirmedBy: 'Wilma' });
    expect((await found())?.state).toBe('approved');
  });

  it('waits for a manager again if one was assigned in the meantime', async () => {
    const { setting, smc, id, eve } = await askedUnmanaged();
    await setting.join(someone('Ada', 'personal'), { manages: [smc] });
    const approved = await setting.review(eve, id, 'approve', { clientIds: [smc.clientId], confirmedBy: 'Wilma' });
    expect(expectKind(approved, 'refused').refusal).toBe('not-confirmed');
  });
});

describe('declining a request', () => {
  it('can be done by a manager before the confirmation and by an administrator after it, and the asker hears of it', async () => {
    const byManager = await asked();
    await byManager.setting.review(byManager.ada, byManager.id, 'decline');
    expect(await byManager.found()).toMatchObject({ state: 'declined', decision: { by: { name: 'Ada' } } });
    expect(await byManager.toldNow()).toEqual([
      'chat Carl: Matchwell declined',
      'update told-1: request declined, may nothing',
    ]);
    const { setting, ada, eve, id, found, toldNow } = await asked();
    await setting.review(ada, id, 'confirm');
    await toldNow();
    await setting.review(eve, id, 'decline');
    expect(await found()).toMatchObject({ state: 'declined', decision: { by: { name: 'Eve' } } });
    expect(await toldNow()).toContain('chat Carl: Matchwell declined');
  });

  it('can be done by the administrators if nobody could confirm the request', async () => {
    const { setting, id, eve } = await askedUnmanaged();
    expect(expectKind(await setting.review(eve, id, 'decline'), 'request').view.request.state).toBe('declined');
  });
});

describe('the shared card of a request', () => {
  it('is redrawn after each step with the buttons of its readers, and the person who pressed gets a short answer', async () => {
    const { setting, ada, eve, id, both, toldNow } = await asked();
    const confirmed = expectKind(await setting.review(ada, id, 'confirm', SHARED), 'note').note;
    expect(confirmed).toEqual({ kind: 'reviewed', how: 'confirmed' });
    expect(await toldNow()).toContain('update told-1: request confirmed, may nothing');
    const approved = await setting.review(eve, id, 'approve', { ...both, ...SHARED });
    expect(expectKind(approved, 'note').note).toEqual({ kind: 'reviewed', how: 'approved' });
    expect(await toldNow()).toContain('update told-1: request approved, may nothing');
  });

  it('answers a second press, by the same person or another, that the request is over, and changes nothing', async () => {
    const { setting, dm, ada, id, found } = await asked();
    const bob = await setting.join(someone('Bob'), { manages: [dm] });
    const presses = await Promise.all([ada, bob, ada].map((who) => setting.review(who, id, 'confirm', SHARED)));
    for (const act of ['confirm', 'decline'] as const) presses.push(await setting.review(bob, id, act, SHARED));
    const notes = presses.map((press) => expectKind(press, 'note').note);
    expect(notes.filter(({ kind }) => kind === 'reviewed')).toHaveLength(1);
    for (const note of notes.filter(({ kind }) => kind !== 'reviewed'))
      expect(note).toEqual({ kind: 'request', refusal: 'request-over' });
    expect(await setting.rows('request.confirmed')).toHaveLength(1);
    expect((await found())?.state).toBe('confirmed');
  });

  it('accepts one of many approvals at one moment', async () => {
    const { setting, ada, eve, id, both, toldNow } = await asked();
    await setting.review(ada, id, 'confirm');
    await Promise.all(Array.from({ length: 50 }, () => setting.review(eve, id, 'approve', { ...both, ...SHARED })));
    expect(await setting.rows('assignment.added')).toHaveLength(2);
    expect((await toldNow()).filter((line) => line.includes('assigned'))).toHaveLength(1);
  });
});

describe('a request that nobody decides', () => {
  it('expires after fourteen days: its asker hears of it, its card is redrawn, and it is over for everybody', async () => {
    const { setting, ada, eve, id, both, found, toldNow } = await asked();
    await setting.pass(14 * DAY_MS - 1);
    expect(await toldNow()).toEqual([]);
    await setting.pass(1);
    expect(await toldNow()).toEqual(['chat Carl: Matchwell expired', 'update told-1: request expired, may nothing']);
    expect((await found())?.state).toBe('expired');
    expect(await setting.rows('request.expired')).toMatchObject([{ actor: undefined, subject: { name: 'Carl' } }]);
    for (const [who, act] of [
      [ada, 'confirm'],
      [ada, 'decline'],
      [eve, 'approve'],
    ] as const)
      expect(expectKind(await setting.review(who, id, act, both), 'refused').refusal).toBe('request-over');
    expect(await toldNow()).toEqual([]);
  });

  it('is over from that moment on, even if nobody was told yet', async () => {
    const { setting, ada, id, found } = await asked();
    await setting.pass(14 * DAY_MS);
    expect(expectKind(await setting.review(ada, id, 'confirm'), 'refused').refusal).toBe('request-over');
    expect((await found())?.state).toBe('waiting');
  });

  it('shows on its card that it was asked again', async () => {
    const { setting, carl, toldNow, found } = await asked();
    await setting.request(carl, 'MATCHWELL');
    expect(await toldNow()).toEqual(['update told-1: request waiting, may confirm']);
    expect((await found())?.repeats).toBe(1);
  });
});
