import { randomUUID } from 'node:crypto';
import { createFakePeople } from '../fakes/people.ts';
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
  return { people, member, guest, leaver, leave: people.leave, trouble, close: async () => {} };
});
