const known = { people: [], conversations: [] };

/** The people of the directory, and the members of each conversation. A person who has left is in neither. */
export function setPeople(people, conversations) {
  known.people = people.filter(({ left }) => !left);
  known.conversations = conversations;
}

/** Returns the people of a conversation, as the directory knows them. The bot is not one of them. */
export function membersOf(conversationId) {
  const members = known.conversations.find(({ id }) => id === conversationId)?.members ?? [];
  return known.people.filter(({ oid }) => members.some((one) => one.oid === oid));
}

/** Returns the name as Teams shows it: a guest and a person of another organisation are marked. */
export function shownName({ name, guest, outsider }) {
  if (outsider) return `${name} (External)`;
  return guest ? `${name} (Guest)` : name;
}

const USERS = /^graph\.microsoft\.com\/users(\?scope=currentContext)?$/;

/**
 * Returns a copy of a card in which each people picker has choices: first its own, then the people that it offers.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/people-picker
 */
export function withPeople(part, conversationId) {
  if (Array.isArray(part)) return part.map((each) => withPeople(each, conversationId));
  if (typeof part !== 'object' || part === null) return part;
  const found = part.type === 'Input.ChoiceSet' ? USERS.exec(part['choices.data']?.dataset ?? '') : null;
  if (found === null) {
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, withPeople(value, conversationId)]));
  }
  const own = Array.isArray(part.choices) ? part.choices : [];
  // The directory does not know outsiders.
  const offered = found[1] ? membersOf(conversationId) : known.people.filter(({ outsider }) => !outsider);
  const choices = offered.map((one) => ({ title: shownName(one), value: one.oid }));
  const { 'choices.data': _query, ...rest } = part;
  return { ...rest, choices: [...own, ...choices.filter(({ value }) => !own.some((one) => one.value === value))] };
}
