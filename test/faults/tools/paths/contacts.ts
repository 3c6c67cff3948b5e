import { CONTACTS_ADDED, INVITE } from '../../../../cards/messages/sentences-contacts.ts';
import { answerTo, cardWith, personOf, type WritePath } from './write-path.ts';

/** An administrator adds a designated contact of an organisation, and the address gets its first mail. */
export const contactPath: WritePath = {
  name: 'add a designated contact',
  daysLeft: [400],
  known: 'contact.added',
  administrators: 'managers',
  settings: ({ mailbox }) => ({ MAIL_FROM: mailbox }),
  timesEach: 1,
  prepare: async (faults, manager) => {
    const person = personOf(faults, manager);
    const number = manager.person.name.replace('Manager ', '');
    const address = `desk.${number}@registers.example`;
    const card = await cardWith(person, 'contact', 'contact');
    const inputs = { query: `Register${number}`, addresses: address };
    return {
      about: [],
      press: () => answerTo(person.press(card, 'contact', inputs), CONTACTS_ADDED.added),
      change: ({ contacts, audit }) => {
        const contact = contacts.find((row) => row['address'] === address);
        const recorded = audit.filter(
          (row) => row['action'] === 'contact.added' && row['actor_oid'] === manager.person.oid,
        );
        return {
          name: `contact ${address}`,
          isMade: contact !== undefined,
          recorded: recorded.length,
          told: faults.world.sentMail.filter(({ to, subject }) => to.includes(address) && subject === INVITE.subject)
            .length,
        };
      },
    };
  },
};
