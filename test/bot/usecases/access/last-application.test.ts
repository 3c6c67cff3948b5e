import { describe, expect, it } from 'vitest';
import type { Asker } from '../../../../bot/domain/shared/person.ts';
import { beginSignIn } from '../../../../bot/usecases/sign-in/sign-in.ts';
import { UNRECORDABLE } from '../../../contracts/samples/ledger.ts';
import { application, expectKind, someone } from '../shared/setting.ts';
import { createAccessSetting, mentioned } from './access-setting.ts';

const DM = application('Partner-NL-Matchwell-DM');
const SMC = application('Partner-NL-Matchwell-SMC');

async function prepared(over: { readonly administrator?: boolean } = {}) {
  const setting = await createAccessSetting(DM, SMC);
  const ada = await setting.join(someone('Ada', 'personal'), { ...over, manages: [DM, SMC] });
  // Another manager stays, so that no application is left without one.
  await setting.join(someone('Bob', 'personal'), { manages: [DM, SMC] });
  const unassign = async (query: string, by = setting.administrator) => {
    const asked = { kind: 'unassign', people: [mentioned(ada)], query, clientIds: [] } as const;
    const { nonce } = expectKind(await setting.run(asked, by), 'assignment-form').form;
    return setting.run({ kind: 'submit-assignment', nonce, confirmedBy: 'Wilma', lastToo: false }, by);
  };
  const isSignedIn = async ({ person }: Asker) =>
    (await setting.ledger.sessions.find(person, setting.clock.clock())) !== undefined;
  return { setting, ada, unassign, isSignedIn };
}

describe('unassign', () => {
  it('leaves the session of a person who manages another application', async () => {
    const { setting, ada, unassign, isSignedIn } = await prepared();
    await unassign('matchwell-dm');
    expect([await isSignedIn(ada), await setting.rows('session.ended')]).toEqual([true, []]);
  });

  it('ends the session of a person with their last application, and records by whom', async () => {
    const { setting, ada, unassign, isSignedIn } = await prepared();
    await unassign('matchwell-dm');
    await unassign('matchwell-smc');
    expect([await isSignedIn(ada), await isSignedIn(setting.administrator)]).toEqual([false, true]);
    expect(await setting.rows('session.ended')).toMatchObject([
      {
        subject: { oid: ada.person.oid },
        actor: { oid: setting.administrator.person.oid },
        detail: 'last application',
      },
    ]);
    expectKind(await setting.run({ kind: 'list', filter: '', page: 1 }, ada), 'sign-in');
  });

  it('ends the session of a person with both applications at once, once', async () => {
    const { setting, ada, unassign, isSignedIn } = await prepared();
    await unassign('matchwell-dm; matchwell-smc');
    expect([await isSignedIn(ada), (await setting.rows('session.ended')).length]).toEqual([false, 1]);
  });

  it('ends the session of an administrator with their last application, even if they unassign themselves', async () => {
    const { setting, ada, unassign, isSignedIn } = await prepared({ administrator: true });
    await unassign('matchwell-dm', ada);
    expect(await isSignedIn(ada)).toBe(true);
    expectKind(await unassign('matchwell-smc', ada), 'assignments-changed');
    expect([await isSignedIn(ada), (await setting.rows('session.ended')).length]).toEqual([false, 1]);
  });

  it('ends a sign-in that is under way with the last application', async () => {
    const { setting, ada, unassign } = await prepared();
    const { signInId } = await beginSignIn(setting.deps, { kind: 'sign-in' }, 'step-up', ada);
    await unassign('matchwell-dm; matchwell-smc');
    expect(await setting.ledger.signIns.byId(signInId, setting.clock.clock())).toBeUndefined();
  });

  it('changes neither roles nor sessions if the end of the session cannot be recorded', async () => {
    const { setting, ada, unassign, isSignedIn } = await prepared();
    await unassign('matchwell-dm');
    const { assignments } = setting.ledger;
    await expect(assignments.remove(ada.person, SMC.clientId, UNRECORDABLE)).rejects.toThrow();
    expect([await isSignedIn(ada), await assignments.of(ada.person)]).toEqual([true, [SMC.clientId]]);
  });
});
