import { afterAll, beforeAll, expect, it } from 'vitest';
import { cardOf, type Person } from '../person.ts';
import { linesOf, type RemindedWorld, startRemindedWorld } from '../reminded-world.ts';

const BY_PERMISSIONS = 'By the permissions it asks for in Entra, it may reach';

let world: RemindedWorld;
let bram: Person;
beforeAll(async () => {
  world = await startRemindedWorld();
  bram = await world.signedIn('Bram', 'personal');
});
afterAll(() => world?.close());

const linesAbout = async (name: string) => linesOf(cardOf(await bram.ask(`show ${name}`, 'Client ID')));

it('says of each application what its permissions say, also if its name follows no convention', async () => {
  expect(await linesAbout('Partner-NL-Matchwell-DM')).toContain(
    `${BY_PERMISSIONS} Data Manager (production and sandbox)`,
  );
  expect(await linesAbout('Partner-NL-Matchwell-SMC')).toContain(
    `${BY_PERMISSIONS} Search, Match & Connect (production)`,
  );
  expect(await linesAbout('Matchwell legacy upload')).toContain(`${BY_PERMISSIONS} Data Manager (production)`);
});

it('says what its name says if it asks for no permission of an API that the operator has named', async () => {
  const one = world.application('Partner-NL-Matchwell-SMC');
  one.requiredResourceAccess = [];
  expect(await linesAbout(one.displayName)).toContain(
    'By its name, it reaches Search and Match and Match-Connect, production and sandbox',
  );
});
