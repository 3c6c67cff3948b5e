import { createLedger } from '../../../../bot/adapters/postgres/base/ledger.ts';
import { event } from '../../../contracts/samples/ledger.ts';
import { cardOf, codeFrom, linkOf } from '../../../journeys/person.ts';
import { until } from '../../../load/load-world.ts';
import { type FaultWorld, signerOf } from '../fault-world.ts';
import { answerTo, cardWith, personOf, type WritePath } from './write-path.ts';

const ANSWER_MS = 15_000;

/** The code of the sign-in page comes back to the bot, and the session begins. */
export const signInPath: WritePath = {
  name: 'sign in',
  daysLeft: [400],
  known: 'session.started',
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
        const before = answersOf(faults, oid);
        const { status } = await faults.teams.invoke(oid, conversationId, 'signin/verifyState', { state: code });
        if (status !== 200) return 'none';
        // It is answered before the work is done. What comes of it is a message, unless the process or a service fails.
        const isDead = () => faults.slots.some((slot) => !slot.isAlive());
        const isOver = () => answersOf(faults, oid) !== before || isDead();
        await until(isOver, ANSWER_MS).catch(() => undefined);
        return answersOf(faults, oid).includes('Your applications') ? 'done' : 'other';
      },
      change: ({ sessions, audit }) => ({
        name: `${name} signs in`,
        isMade: sessions.some((row) => row['oid'] === oid),
        recorded: audit.filter((row) => row['action'] === 'session.started' && row['actor_oid'] === oid).length,
      }),
    };
  },
};

/** All that the bot has said to a person in the 1:1 chat. */
function answersOf({ teams }: FaultWorld, oid: string): string {
  return JSON.stringify(teams.messages(oid, 'personal').filter(({ author }) => author.oid === null));
}

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
