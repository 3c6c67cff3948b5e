import { describe, expect, it } from 'vitest';
import type { Application } from '../../../../../bot/domain/shared/application.ts';
import { createAccessSetting } from '../../access/access-setting.ts';
import { expectKind, someone } from '../../shared/setting.ts';

const HOUR_MS = 60 * 60_000;

/** Ada and Bob manage an application with one live secret, whose value has become known to others. */
async function scene() {
  const dm = liveApplication();
  const setting = await createAccessSetting(dm);
  const ada = await setting.join(someone('Ada', 'personal'), { manages: [dm] });
  const bob = await setting.join(someone('Bob', 'personal'), { manages: [dm] });
  const { clientId } = dm;
  const [{ keyId = '' } = {}] = dm.secrets;
  const report = (hours: '1' | '24' = '1') => setting.run({ kind: 'submit-expose', clientId, keyId, hours }, ada);
  const create = async (form: Awaited<ReturnType<typeof report>>) => {
    const { nonce } = expectKind(form, 'create-form').form;
    return setting.run({ kind: 'submit-create', nonce, name: 'new', expiry: '2027-05-01' }, ada);
  };
  const later = async (ms: number) => {
    await setting.pass(ms);
    await setting.usecases.removeExposed();
    await setting.usecases.reconcile();
    await setting.usecases.sendOutbox();
  };
  const keyIds = async () => (await setting.directory.application(clientId))?.secrets.map((each) => each.keyId) ?? [];
  const told = () => setting.notices.flatMap((notice) => (notice.kind === 'exposed' ? [notice.hours] : []));
  return { setting, dm, ada, bob, clientId, keyId, report, create, later, keyIds, told };
}

function liveApplication(): Application {
  const end = new Date('2027-06-01T00:00:00Z');
  const start = new Date('2026-06-01T00:00:00Z');
  const old = { keyId: 'key-old', name: 'old', hint: 'hpJ', start, end };
  return { clientId: '3b5d7a10-0000-4000-8000-00000000d0d0', displayName: 'Partner-NL-Matchwell-DM', secrets: [old] };
}

describe('something like a value that was sent', () => {
  it('is answered with the secrets of one’s own that begin so', async () => {
    const { setting, ada, keyId } = await scene();
    const { fitting } = expectKind(await setting.run({ kind: 'leaked', hints: ['hpJ', 'xyz'] }, ada), 'leaked');
    expect(fitting.map(({ secret }) => secret.keyId)).toEqual([keyId]);
  });

  it('names no secret to somebody who does not manage it', async () => {
    const { setting } = await scene();
    const carl = await setting.join(someone('Carl', 'personal'));
    expect(await setting.run({ kind: 'leaked', hints: ['hpJ'] }, carl)).toEqual({ kind: 'leaked', fitting: [] });
  });
});

describe('"This secret is out"', () => {
  it('opens the form for a new secret, and tells the other managers once', async () => {
    const { setting, report, told } = await scene();
    expectKind(await report(), 'create-form');
    expectKind(await report(), 'create-form');
    await setting.usecases.sendOutbox();
    expect(told()).toEqual([1]);
  });

  it('removes the old secret when the new one has been there for as long as was chosen, and not before', async () => {
    const { report, create, later, keyIds, keyId } = await scene();
    await create(await report());
    await later(HOUR_MS - 60_000);
    expect(await keyIds()).toContain(keyId);
    await later(120_000);
    const left = await keyIds();
    expect(left).not.toContain(keyId);
    expect(left).toHaveLength(1);
  });

  it('removes nothing as long as there is no new secret', async () => {
    const { report, later, keyIds, keyId } = await scene();
    await report();
    await later(48 * HOUR_MS);
    expect(await keyIds()).toEqual([keyId]);
  });

  it('removes nothing if a manager says that it stays', async () => {
    const { setting, bob, report, create, later, keyIds, keyId, clientId } = await scene();
    await create(await report());
    const [rotation] = await setting.ledger.rotations.open([clientId]);
    const kept = await setting.run({ kind: 'rotation', id: rotation?.id ?? '', act: 'keep', keyId: '' }, bob);
    expect(expectKind(kept, 'rotation').view.rotation.exposed).toBeUndefined();
    await later(2 * HOUR_MS);
    expect(await keyIds()).toContain(keyId);
  });

  it('does not remove the last live secret, and says so to all managers', async () => {
    const { setting, dm, report, create, later, keyIds, keyId, told } = await scene();
    await create(await report());
    setting.directory.put(dm);
    await later(2 * HOUR_MS);
    expect(await keyIds()).toEqual([keyId]);
    expect(told().filter((hours) => hours === undefined)).toHaveLength(2);
  });

  it('removes it once if the process dies after the deletion has begun', async () => {
    const { setting, report, create, keyIds, keyId, clientId } = await scene();
    await create(await report());
    await setting.pass(2 * HOUR_MS);
    const keepOld = setting.ledger.rotations.keepOld;
    setting.ledger.rotations.keepOld = async () => {
      throw new Error('the process dies here');
    };
    await setting.usecases.removeExposed();
    setting.ledger.rotations.keepOld = keepOld;
    await setting.usecases.removeExposed();
    await setting.usecases.reconcile();
    expect(await keyIds()).not.toContain(keyId);
    const deleted = (await setting.ledger.audit.rows()).filter(({ action }) => action === 'secret.deleted');
    expect(deleted).toHaveLength(1);
    expect(await setting.ledger.rotations.open([clientId])).toEqual([]);
  });
});
