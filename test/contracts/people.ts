import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DirectoryPerson } from '../../bot/domain/access/directory-person.ts';
import type { People } from '../../bot/ports/access/people.ts';
import { DirectoryFault } from '../../bot/ports/secrets/directory.ts';

interface Known {
  readonly person: DirectoryPerson;
  /** The user principal name. */
  readonly upn: string;
}

export interface PeopleUnderTest {
  readonly people: People;
  readonly member: Known;
  readonly guest: Known;
  /** A person whose account the test deletes. */
  readonly leaver: Known;
  /** Deletes a person's account. */
  leave(oid: string): void;
  /** The person's account may not sign in, or may again. */
  disable(oid: string, disabled: boolean): void;
  /** Reads these people without the right to see whether accounts are enabled. */
  readonly withoutAccounts: Pick<People, 'statusesOf'>;
  /** While this is on, the directory does not answer. */
  trouble(on: boolean): void;
  close(): Promise<void>;
}

/** The contract of every directory of people. */
export function describePeople(name: string, open: () => Promise<PeopleUnderTest>): void {
  describe(`${name} keeps the contract for people:`, () => {
    let test: PeopleUnderTest;
    beforeAll(async () => {
      test = await open();
    });
    afterAll(() => test.close());

    it('finds a person by object id, user principal name or mail address, in any case', async () => {
      for (const { person, upn } of [test.member, test.guest]) {
        for (const words of [person.oid, upn, person.address]) {
          expect(await test.people.find(words)).toEqual(person);
          expect(await test.people.find(` ${words.toUpperCase()} `)).toEqual(person);
        }
      }
    });

    it('tells guests from members', async () => {
      expect((await test.people.find(test.guest.upn))?.guest).toBe(true);
      expect((await test.people.find(test.member.upn))?.guest).toBe(false);
    });

    it.each([
      ['nothing', ''],
      ['a name', 'Nobody at all'],
      ['an unknown address', 'nobody@nowhere.example'],
      ['an unknown id', randomUUID()],
      ['a quote', "o'nobody@nowhere.example"],
      ['a filter of its own', "x' or userPrincipalName ne 'x"],
      ['signs of a URL', 'nobody#a&$top=1?b%27+c@nowhere.example'],
      ['a control character', 'nobody\u0000@nowhere.example'],
      ['no end', `${'x'.repeat(5000)}@nowhere.example`],
    ])('finds nobody under %s', async (_what, words) => {
      expect(await test.people.find(words)).toBeUndefined();
    });

    it('says who is here and who has left, in the order of the question', async () => {
      const { member, guest, leaver } = test;
      const all = [guest, leaver, member].map(({ person }) => person);
      const here = all.map((person) => ({ status: 'here', person, enabled: true }));
      expect(await test.people.statusesOf(all)).toEqual(here);
      test.leave(leaver.person.oid);
      const [first, , last] = here;
      expect(await test.people.statusesOf(all)).toEqual([first, { status: 'left', person: undefined }, last]);
      expect(await test.people.find(leaver.upn)).toBeUndefined();
      expect(await test.people.find(leaver.person.oid)).toBeUndefined();
      expect(await test.people.statusesOf([])).toEqual([]);
    });

    it('says whose account is disabled, and that it is enabled again', async () => {
      const { member, guest } = test;
      const [first, second] = [member.person, guest.person];
      const here = { status: 'here', person: second, enabled: true };
      test.disable(first.oid, true);
      for (const asked of [[first], [first, second]]) {
        const [one, ...others] = await test.people.statusesOf(asked);
        expect(one).toEqual({ status: 'disabled', person: first });
        expect(others).toEqual(asked.length === 1 ? [] : [here]);
      }
      expect(await test.people.find(first.oid)).toEqual(first);
      test.disable(first.oid, false);
      expect(await test.people.statusesOf([first])).toEqual([{ ...here, person: first }]);
    });

    it('takes nobody for enabled or disabled without the right to read that', async () => {
      const { member, guest } = test;
      test.disable(member.person.oid, true);
      for (const asked of [[member.person], [member.person, guest.person]])
        expect(await test.withoutAccounts.statusesOf(asked)).toEqual(
          asked.map((person) => ({ status: 'here', person })),
        );
      test.disable(member.person.oid, false);
    });

    it('answers for many people as for one', async () => {
      const many = Array.from({ length: 23 }, () => test.member.person);
      expect(new Set((await test.people.statusesOf(many)).map(({ status }) => status))).toEqual(new Set(['here']));
    });

    it('answers `unknown` for people of another tenant', async () => {
      const stranger = { ...test.member.person, tid: randomUUID() };
      expect(await test.people.statusesOf([stranger])).toEqual([{ status: 'unknown', person: undefined }]);
    });

    it('takes nobody for gone while it does not answer, and a search then fails', async () => {
      test.trouble(true);
      const { member, leaver } = test;
      const unknown = { status: 'unknown', person: undefined };
      expect(await test.people.statusesOf([member.person, leaver.person])).toEqual([unknown, unknown]);
      await expect(test.people.find(member.upn)).rejects.toBeInstanceOf(DirectoryFault);
      test.trouble(false);
      expect(await test.people.find(member.upn)).toEqual(member.person);
    });
  });
}
