import type { DirectoryPerson } from '../../bot/domain/access/directory-person.ts';
import { samePerson } from '../../bot/domain/shared/person.ts';
import type { People } from '../../bot/ports/access/people.ts';
import { DirectoryFault } from '../../bot/ports/secrets/directory.ts';

/** People in memory, with the behaviour that test/contracts/people.ts demands of all. */
export interface FakePeople extends People {
  /** How often each method was called. */
  readonly calls: Record<keyof People, number>;
  put(person: DirectoryPerson, upn?: string): void;
  /** The person's account is deleted. */
  leave(oid: string): void;
  /** The person’s account may not sign in, or may again. */
  disable(oid: string, disabled?: boolean): void;
  /** While false, the directory does not say whose account is enabled. */
  readsAccounts: boolean;
  /** While true the directory does not answer. */
  down: boolean;
}

export function createFakePeople(people: readonly DirectoryPerson[] = []): FakePeople {
  const held = new Map<string, { readonly person: DirectoryPerson; readonly upn: string }>();
  const disabled = new Set<string>();
  const put: FakePeople['put'] = (person, upn = person.address) => void held.set(person.oid, { person, upn });
  for (const person of people) put(person);
  const fake: FakePeople = {
    calls: { statusesOf: 0, find: 0 },
    down: false,
    readsAccounts: true,
    put,
    leave: (oid) => void held.delete(oid),
    disable: (oid, off = true) => void (off ? disabled.add(oid) : disabled.delete(oid)),
    statusesOf: async (wanted) => {
      fake.calls.statusesOf += 1;
      return wanted.map((one) => {
        const person = held.get(one.oid)?.person;
        if (fake.down || (person !== undefined && !samePerson(person, one))) {
          return { status: 'unknown', person: undefined };
        }
        if (person === undefined) return { status: 'left', person };
        if (!fake.readsAccounts) return { status: 'here', person };
        return disabled.has(one.oid) ? { status: 'disabled', person } : { status: 'here', person, enabled: true };
      });
    },
    find: async (words) => {
      fake.calls.find += 1;
      if (fake.down) throw new DirectoryFault('unreachable', { ambiguous: false });
      const wanted = words.trim().toLowerCase();
      const fits = [...held.values()].filter(({ person, upn }) =>
        [person.oid, person.address.toLowerCase(), upn.toLowerCase()].includes(wanted),
      );
      return wanted === '' || fits.length !== 1 ? undefined : fits[0]?.person;
    },
  };
  return fake;
}
