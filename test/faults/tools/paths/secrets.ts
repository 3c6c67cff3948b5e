import { EXPIRED } from '../../../../cards/secrets/expired/sentences.ts';
import { CREATED, DELETED } from '../../../../cards/secrets/sentences.ts';
import { cardOf } from '../../../journeys/person.ts';
import { answerTo, cardWith, EXPIRY, formFrom, personOf, type WritePath } from './write-path.ts';

export const createPath: WritePath = {
  name: 'create a secret',
  daysLeft: [400],
  known: 'create a secret',
  prepare: async (faults, manager, secret) => {
    const person = personOf(faults, manager);
    const card = await cardWith(person, `create ${manager.application.displayName}`, 'submit-create');
    const inputs = { name: secret, expiry: EXPIRY };
    return { about: [secret], press: () => answerTo(person.press(card, 'submit-create', inputs), CREATED.title) };
  },
};

/** The form of a secret is opened beside that secret; which one is left does not matter. */
export const deletePath: WritePath = {
  name: 'delete a secret',
  daysLeft: [400, 300, 200, 100, 90, 80, 70, 60],
  known: 'secret.deleted',
  prepare: async (faults, manager) => {
    const person = personOf(faults, manager);
    const list = await cardWith(person, `delete ${manager.application.displayName}`, 'delete-secret');
    const form = await formFrom(person, list, 'delete-secret', 'confirm-delete');
    return {
      about: namesIn(form),
      press: () => answerTo(person.press(form, 'confirm-delete', { typedName: '' }), DELETED.title),
    };
  },
};

/** The second step of a rotation: it makes the new secret, and takes the rotation on with it. */
export const rotationPath: WritePath = {
  name: 'create the secret of a rotation',
  daysLeft: [30],
  known: 'create the secret of a rotation',
  timesEach: 1,
  prepare: async (faults, manager, secret) => {
    const person = personOf(faults, manager);
    const rotation = await cardWith(person, `rotate ${manager.application.displayName}`, 'rotation');
    const form = await formFrom(person, rotation, 'rotation', 'submit-create', '"act":"create"');
    const inputs = { name: secret, expiry: EXPIRY };
    return { about: [secret], press: () => answerTo(person.press(form, 'submit-create', inputs), secret) };
  },
};

/** "I have stored it": the message with the value goes at once, or when its time is up. */
export const storedPath: WritePath = {
  name: 'take the message with the value away',
  daysLeft: [400],
  known: 'message.removed',
  prepare: async (faults, manager, secret) => {
    const person = personOf(faults, manager);
    const created = await createPath.prepare(faults, manager, secret);
    const holdsIt = (text: string) => text.includes('codeSnippet') && text.includes(secret);
    await created.press();
    const message = await faults.teams.waitFor(() => person.sees().find((one) => holdsIt(JSON.stringify(one))), 60_000);
    return { about: [secret], press: () => answerTo(person.press(cardOf(message), 'stored'), '✔') };
  },
};

/** One press deletes both expired secrets of an application, one after the other. */
export const expiredPath: WritePath = {
  name: 'delete all expired secrets',
  daysLeft: [400, -10, -20],
  known: 'secret.deleted',
  timesEach: 1,
  mostKills: 25,
  prepare: async (faults, manager) => {
    const person = personOf(faults, manager);
    const shown = await cardWith(person, `show ${manager.application.displayName}`, 'delete-expired');
    const form = await formFrom(person, shown, 'delete-expired', 'confirm-expired');
    return { about: namesIn(form), press: () => answerTo(person.press(form, 'confirm-expired'), EXPIRED.done) };
  },
};

/** The secrets that a card names. */
function namesIn(card: unknown): readonly string[] {
  return [...new Set(JSON.stringify(card).match(/Secret \d{4} \d/g))];
}
