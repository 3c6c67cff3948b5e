import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Directory, DirectoryFault } from '../../bot/ports/secrets/directory.ts';

export interface DirectoryUnderTest {
  readonly directory: Directory;
  /** The client ids of at least two applications that exist, in lower case. */
  readonly known: readonly [string, string, ...string[]];
  /** The APIs of which the first application asks for application permissions. The second asks for none. */
  readonly resources: readonly string[];
  close(): Promise<void>;
}

const END = new Date('2027-03-01T10:20:30.000Z');

/** The contract of every directory. */
export function describeDirectory(name: string, open: () => Promise<DirectoryUnderTest>): void {
  describe(`${name} keeps the directory's contract:`, () => {
    let test: DirectoryUnderTest;
    beforeAll(async () => {
      test = await open();
    });
    afterAll(() => test.close());

    it('finds one application by its client id, in any case', async () => {
      const [clientId] = test.known;
      expect((await test.directory.application(clientId.toUpperCase()))?.clientId).toBe(clientId);
    });

    it('finds no application for an unknown or malformed client id', async () => {
      expect(await test.directory.application(randomUUID())).toBeUndefined();
      expect(await test.directory.application("')/owners")).toBeUndefined();
    });

    it('returns the wanted applications that exist, and no others', async () => {
      const [first, second] = test.known;
      const ids = async (wanted: readonly string[]) =>
        (await test.directory.applications(wanted)).map((application) => application.clientId).sort();
      expect(await ids([second, randomUUID(), first])).toEqual([first, second].sort());
      expect(await ids([first])).toEqual([first]);
      expect(await ids([randomUUID()])).toEqual([]);
      expect(await ids([])).toEqual([]);
    });

    it('returns the wanted applications once, in any case, among more than one request can ask for', async () => {
      const [first, second] = test.known;
      const strangers = Array.from({ length: 310 }, () => randomUUID());
      const wanted = [first, first.toUpperCase(), ...strangers, "')/owners", second];
      const ids = (await test.directory.applications(wanted)).map((application) => application.clientId);
      expect(ids.sort()).toEqual([first, second].sort());
      expect(await test.directory.applications(strangers, 'background')).toEqual([]);
    });

    it('reads the federated credentials of the wanted applications that exist', async () => {
      const [first] = test.known;
      const { found } = await test.directory.federatedCredentials([first.toUpperCase(), randomUUID()]);
      expect([...found]).toEqual([[first, []]]);
      expect((await test.directory.federatedCredentials([])).found.size).toBe(0);
    });

    it('finds the applications whose names begin with one of some texts, and no others', async () => {
      const [first] = await test.directory.applications([test.known[0]]);
      const name = first?.displayName ?? '';
      const found = await test.directory.beginningWith(['no application', name.slice(0, -1), "x' or '"]);
      expect(found.map(({ clientId }) => clientId)).toContain(test.known[0]);
      for (const { displayName } of found) expect(displayName.startsWith(name.slice(0, -1))).toBe(true);
      expect(await test.directory.beginningWith(["Partner's"])).toEqual([]);
      expect(await test.directory.beginningWith([])).toEqual([]);
    });

    it('tells of which APIs an application asks for application permissions, where a person reads it', async () => {
      const { directory, resources, known } = test;
      const [first, second] = known;
      const asked = async (clientId: string) => (await directory.application(clientId))?.resources;
      expect([await asked(first), await asked(second)]).toEqual([resources, []]);
      const [application] = await directory.applications([first]);
      expect(application?.resources).toEqual(resources);
      const [named] = await directory.beginningWith([application?.displayName ?? '']);
      expect(named?.resources).toEqual(resources);
    });

    it('reads every application once, page by page', async () => {
      const ids: string[] = [];
      for await (const page of test.directory.everything()) {
        expect(page.length).toBeGreaterThan(0);
        ids.push(...page.map((application) => application.clientId));
      }
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toEqual(expect.arrayContaining([...test.known]));
    });

    it('keeps the end of a secret to the second', async () => {
      const [clientId] = test.known;
      const end = new Date(END.getTime() + 789);
      const { secret } = await test.directory.addSecret(clientId, { name: 'to the second', end });
      expect(secret.end).toEqual(END);
    });

    it('reads every application with its secrets again each time', async () => {
      const [, clientId] = test.known;
      const { secret } = await test.directory.addSecret(clientId, { name: 'everything', end: END });
      const found = [];
      for await (const page of test.directory.everything())
        found.push(...page.filter((application) => application.clientId === clientId));
      expect(found).toHaveLength(1);
      expect(found[0]?.secrets).toContainEqual(secret);
    });

    it('adds a secret with the given name and end, and hands its value out once', async () => {
      const [clientId] = test.known;
      const { secret, value } = await test.directory.addSecret(clientId, { name: 'Secret by A', end: END });
      expect(secret).toMatchObject({ name: 'Secret by A', end: END, hint: value.reveal().slice(0, 3) });
      const stored = await test.directory.application(clientId);
      expect(stored?.secrets).toContainEqual(secret);
      expect(JSON.stringify(stored)).not.toContain(value.reveal());
    });

    it('gives every new secret its own key and value', async () => {
      const [clientId] = test.known;
      const add = () => test.directory.addSecret(clientId, { name: 'same', end: END });
      const [one, two] = [await add(), await add()];
      expect(one.secret.keyId).not.toBe(two.secret.keyId);
      expect(one.value.reveal()).not.toBe(two.value.reveal());
    });

    it('removes one secret and leaves the others', async () => {
      const [, clientId] = test.known;
      const keep = await test.directory.addSecret(clientId, { name: 'keep', end: END });
      const drop = await test.directory.addSecret(clientId, { name: 'drop', end: END });
      expect(await test.directory.removeSecret(clientId, drop.secret.keyId)).toBe('removed');
      const keys = (await test.directory.application(clientId))?.secrets.map((secret) => secret.keyId);
      expect(keys).toContain(keep.secret.keyId);
      expect(keys).not.toContain(drop.secret.keyId);
    });

    it('answers `absent` for a key that is gone or never existed', async () => {
      const [clientId] = test.known;
      const { secret } = await test.directory.addSecret(clientId, { name: 'twice', end: END });
      await test.directory.removeSecret(clientId, secret.keyId);
      expect(await test.directory.removeSecret(clientId, secret.keyId)).toBe('absent');
      expect(await test.directory.removeSecret(clientId, randomUUID())).toBe('absent');
    });

    it('refuses to change an application that does not exist, and the fault is not ambiguous', async () => {
      const absent = expect.objectContaining({ problem: 'absent', ambiguous: false });
      const add = test.directory.addSecret(randomUUID(), { name: 'n', end: END });
      await expect(add).rejects.toBeInstanceOf(DirectoryFault);
      await expect(add).rejects.toEqual(absent);
      await expect(test.directory.removeSecret(randomUUID(), randomUUID())).rejects.toEqual(absent);
    });
  });
}
