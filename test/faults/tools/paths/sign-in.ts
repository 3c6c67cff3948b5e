import { createLedger } from '../../../../bot/adapters/postgres/base/ledger.ts';
import { event } from '../../../contracts/samples/ledger.ts';
import { cardOf, codeFrom, linkOf } from '../../../journeys/person.ts';
import { signerOf } from '../fault-world.ts';
import { answerTo, cardWith, personOf, type WritePath } from './write-path.ts';

/** The code of the sign-in page comes back to the bot, and the session begins. */
export const signInPath: WritePath = {
  name: 'sign in',
  daysLeft: [400],
  known: 'session.started',
  saysNothing: true,
  timesEach: 1,
  prepare: async (faults, manager) => {
    const { oid, name } = manager.person;
    await faults.withDatabase(async (database) => {
      const { sessions } = createLedger(database, signerOf(faults.settings));
      await sessions.end({ tid: faults.world.tenantId, oid }, event({ at: new Date(), action: 'session.ended' }));
    });
    const link = linkOf(cardOf(await personOf(faults, manager).ask('list', '/sign-in/')));
    const code = await codeFrom(link, oid);
    const conversationId = faults.teams.conversationId(oid, 'personal');
    return {
      about: [],
      press: async () => {
        const { status } = await faults.teams.invoke(oid, conversationId, 'signin/verifyState', { state: code });
        return status === 200 ? 'other' : 'none';
      },
      change: ({ sessions, audit }) => ({
        name: `${name} signs in`,
        isMade: sessions.some((row) => row['oid'] === oid),
        recorded: audit.filter((row) => row['action'] === 'session.started' && row['actor_oid'] === oid).length,
      }),
    };
  },
};

export const signOutPath: WritePath = {
  name: 'sign out',
  daysLeft: [400],
  known: 'session.ended',
  timesEach: 1,
  prepare: async (faults, manager) => {
    const { oid, name } = manager.person;
    const person = personOf(faults, manager);
    const card = await cardWith(person, 'who am i', 'sign-out');
    return {
      about: [],
      press: () => answerTo(person.press(card, 'sign-out'), 'You are signed out'),
      change: ({ sessions, audit }) => ({
        name: `${name} signs out`,
        isMade: !sessions.some((row) => row['oid'] === oid),
        recorded: audit.filter((row) => row['action'] === 'session.ended' && row['actor_oid'] === oid).length,
      }),
    };
  },
};
