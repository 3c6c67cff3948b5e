const known = { people: [], conversations: [] };

/** Who is in the directory, and who is in which conversation; whoever has left is in neither. */
export function setPeople(people, conversations) {
  known.people = people.filter(({ left }) => !left);
  known.conversations = conversations;
}

/** The members of a conversation besides the bot, as the directory knows them. */
export function membersOf(conversationId) {
  const members = known.conversations.find(({ id }) => id === conversationId)?.members ?? [];
  return known.people.filter(({ oid }) => members.some((one) => one.oid === oid));
}

/** As Teams shows people: a guest is marked. */
export function shownName({ name, guest }) {
  return guest ? `${name} (Guest)` : name;
}

const USERS = /^graph\.microsoft\.com\/users(\?scope=currentContext)?$/;

/**
 * A copy of a card in which each people picker has the people it offers as choices, after its own.
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
  const offered = found[1] ? membersOf(conversationId) : known.people;
  const choices = offered.map((one) => ({ title: shownName(one), value: one.oid }));
  const { 'choices.data': _query, ...rest } = part;
  return { ...rest, choices: [...own, ...choices.filter(({ value }) => !own.some((one) => one.value === value))] };
}
