import { describe, expect, it } from 'vitest';
import type { Application } from '../../../../../bot/domain/shared/application.ts';
import type { Outcome } from '../../../../../bot/domain/shared/outcome.ts';
import { DirectoryFault } from '../../../../../bot/ports/secrets/directory.ts';
import { createAccessSetting } from '../../access/access-setting.ts';
import { expectKind, someone } from '../../shared/setting.ts';

const HOUR_MS = 60 * 60_000;

/** Ada and Bob manage an application with one live secret, whose value has become known to others. */
async function scene(others = 0) {
  const dm = liveApplication(others);
  const setting = await createAccessSetting(dm);
  const ada = await setting.join(someone('Ada', 'personal'), { manages: [dm] });
  const bob = await setting.join(someone('Bob', 'personal'), { manages: [dm] });
  const { clientId } = dm;
  const [{ keyId = '' } = {}] = dm.secrets;
  const report = (hours: '1' | '24' | '72' = '1', by = ada) =>
    setting.run({ kind: 'submit-expose', clientId, keyId, hours }, by);
  const create = async (form: Awaited<ReturnType<typeof report>>) => {
    const { nonce } = expectKind(form, 'create-form').form;
    return setting.run({ kind: 'submit-create', nonce, name: 'new', expiry: '2027-08-01' }, ada);
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

function liveApplication(others: number): Application {
  const end = new Date('2027-06-01T00:00:00Z');
  const start = new Date('2026-06-01T00:00:00Z');
  const old = { keyId: 'key-old', name: 'old', hint: 'hpJ', start, end };
  const secrets = [old, ...(others === 0 ? [] : [{ ...old, keyId: 'key-other', name: 'other', hint: 'oth' }])];
  return { clientId: '3b5d7a10-0000-4000-8000-00000000d0d0', displayName: 'Partner-NL-Matchwell-DM', secrets };
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

describe('"Others may know it"', () => {
  it('opens the form for a new secret, and tells the other managers once', async () => {
    const { setting, report, told } = await scene();
    expectKind(await report(), 'create-form');
    expectKind(await report(), 'create-form');
    await setting.usecases.sendOutbox();
    expect(told()).toEqual([1]);
  });

  it('asks first, and knows the rotation to which Cancel leads back', async () => {
    const { setting, ada, clientId, keyId } = await scene();
    const asked = (rotation?: string) => setting.run({ kind: 'expose', clientId, keyId, rotation }, ada);
    expect(expectKind(await asked('r'.repeat(22)), 'expose-form').rotation).toBe('r'.repeat(22));
    expect(expectKind(await asked(), 'expose-form').rotation).toBeUndefined();
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

  it('removes nothing if somebody says that it stays while the bot reads the application', async () => {
    for (const act of ['keep', 'abandon'] as const) {
      const { setting, bob, report, create, later, keyIds, keyId, clientId, told } = await scene();
      await create(await report());
      const [rotation] = await setting.ledger.rotations.open([clientId]);
      await setting.pass(2 * HOUR_MS);
      const { application } = setting.directory;
      let shown: Outcome | undefined;
      setting.directory.application = async (id) => {
        setting.directory.application = application;
        const read = await application(id);
        shown = await setting.run({ kind: 'rotation', id: rotation?.id ?? '', act, keyId: '' }, bob);
        return read;
      };
      await later(0);
      expect((await keyIds()).includes(keyId)).toBe(act === 'keep');
      // A rotation whose old secret is in wrong hands is not stopped: that it stays is said by itself.
      const { state, exposed } = expectKind(shown ?? { kind: 'working' }, 'rotation').view.rotation;
      expect([state, exposed === undefined]).toEqual(['open', act === 'keep']);
      expect(told().filter((hours) => hours === undefined)).toHaveLength(act === 'keep' ? 1 : 0);
    }
  });

  it('removes nothing if the new secret is gone, although another system has a live one', async () => {
    const { setting, report, create, later, keyIds, keyId, clientId, told } = await scene(1);
    await create(await report());
    const now = setting.directory.truth(clientId);
    if (now === undefined) throw new Error('no application');
    setting.directory.put({ ...now, secrets: now.secrets.filter(({ name }) => name !== 'new') });
    await later(2 * HOUR_MS);
    expect(await keyIds()).toEqual([keyId, 'key-other']);
    expect(told().filter((hours) => hours === undefined)).toHaveLength(2);
  });

  it('waits if Entra does not show the application for a moment, and tells everybody if that lasts', async () => {
    const { setting, report, create, later, keyIds, keyId, told, clientId } = await scene();
    await create(await report());
    const { application } = setting.directory;
    setting.directory.application = async () => undefined;
    await later(2 * HOUR_MS);
    setting.directory.application = application;
    await later(60_000);
    expect(await keyIds()).not.toContain(keyId);

    const gone = await scene();
    await gone.create(await gone.report());
    gone.setting.directory.application = async () => undefined;
    await gone.later(26 * HOUR_MS);
    expect(gone.told().filter((hours) => hours === undefined)).toHaveLength(2);
    expect((await gone.setting.ledger.rotations.open([clientId]))[0]?.exposed).toBeUndefined();
    expect(told().filter((hours) => hours === undefined)).toEqual([]);
  });

  it('is said a second time: the removal that comes sooner counts, and the card shows it', async () => {
    const { setting, ada, bob, report, create, clientId } = await scene();
    await create(await report('24'));
    const planned = async () => (await setting.ledger.rotations.open([clientId]))[0]?.exposed;
    const shown = async (hours: '1' | '72', who: typeof ada) =>
      expectKind(await report(hours, who), 'rotation').view.rotation.exposed;
    expect(await shown('72', bob)).toMatchObject({ hours: 24, by: { name: 'Ada' } });
    expect(await shown('1', bob)).toMatchObject({ hours: 1, by: { name: 'Bob' } });
    expect(await planned()).toMatchObject({ hours: 1, by: { name: 'Bob' } });
    const rows = (await setting.ledger.audit.rows()).filter(({ action }) => action === 'secret.exposed');
    expect(rows).toHaveLength(2);
  });

  it('is not told to a manager who is met after it was called off', async () => {
    const { setting, ada, report, create, told, clientId } = await scene();
    await create(await report());
    const [rotation] = await setting.ledger.rotations.open([clientId]);
    await setting.run({ kind: 'rotation', id: rotation?.id ?? '', act: 'keep', keyId: '' }, ada);
    await setting.usecases.sendOutbox();
    expect(told()).toEqual([undefined]);
  });

  it('removes it once if the process dies after the deletion has begun', async () => {
    const { setting, report, create, keyIds, keyId, clientId } = await scene();
    await create(await report());
    await setting.pass(2 * HOUR_MS);
    const { wake } = setting.deps.jobs;
    setting.deps.jobs.wake = async () => {
      throw new Error('the process dies here');
    };
    await setting.usecases.removeExposed();
    setting.deps.jobs.wake = wake;
    await setting.usecases.removeExposed();
    await setting.usecases.reconcile();
    expect(await keyIds()).not.toContain(keyId);
    const deleted = (await setting.ledger.audit.rows()).filter(({ action }) => action === 'secret.deleted');
    expect(deleted).toHaveLength(1);
    expect(await setting.ledger.rotations.open([clientId])).toEqual([]);
  });

  it('tells the other managers that it stays if Entra refuses to remove it', async () => {
    const { setting, report, create, later, keyIds, keyId, told } = await scene();
    await create(await report());
    await later(0);
    setting.directory.removeSecret = async () => {
      throw new DirectoryFault('forbidden', { ambiguous: false });
    };
    await later(2 * HOUR_MS);
    await later(HOUR_MS);
    expect(await keyIds()).toContain(keyId);
    expect(told()).toEqual([1, undefined]);
  });

  it('tells the other managers that it stays if the new secret goes after the removal has begun', async () => {
    const { setting, dm, report, create, later, keyIds, keyId, told } = await scene();
    await create(await report());
    await later(0);
    await setting.pass(2 * HOUR_MS);
    await setting.usecases.removeExposed();
    setting.directory.put(dm);
    await later(HOUR_MS);
    await later(HOUR_MS);
    expect(await keyIds()).toEqual([keyId]);
    expect(told()).toEqual([1, undefined]);
  });
});
