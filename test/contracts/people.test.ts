import { randomUUID } from 'node:crypto';
import { createFakePeople, type FakePeople } from '../fakes/people.ts';
import { describePeople } from './people.ts';

const TENANT = randomUUID();

function known(name: string, upn: string, address = upn) {
  const person = { tid: TENANT, oid: randomUUID(), name, address, guest: upn.includes('#EXT#') };
  return { person, upn };
}

describePeople('the fake', async () => {
  const member = known('Anna', 'anna@home.example');
  const guest = known('Finn', 'finn_away.example#EXT#@home.example', 'finn@away.example');
  const leaver = known('Daan', 'daan@home.example');
  const people = createFakePeople();
  for (const { person, upn } of [member, guest, leaver]) people.put(person, upn);
  const trouble = (on: boolean) => void Object.assign(people, { down: on });
  const withoutAccounts: Pick<FakePeople, 'statusesOf'> = {
    statusesOf: async (asked) => {
      people.readsAccounts = false;
      const statuses = await people.statusesOf(asked);
      people.readsAccounts = true;
      return statuses;
    },
  };
  const { leave, disable } = people;
  return { people, member, guest, leaver, leave, disable, withoutAccounts, trouble, close: async () => {} };
});
