import { isSilent } from '../messages.js';

/**
 * Keeps what each person has read, so that a mark is still there after acting as somebody else. What was there when the page
 * was opened counts as read. Ids of messages always grow.
 */
export function startUnread() {
  const read = new Map();
  let opened;

  const key = (me, conversation) => `${me} ${conversation.id}`;
  const newest = ({ messages }) => Math.max(0, ...messages.map(({ id }) => Number(id)));

  return {
    /** Call it with all that a person sees, before anything else. */
    begin: (conversations) => {
      opened ??= Math.max(0, ...conversations.map(newest));
    },
    look: (me, conversation) => read.set(key(me, conversation), newest(conversation)),
    /** The ids of the conversations with a message of somebody else that this person has not read. */
    of: (me, conversations) => {
      const isNew = (conversation, { id, author }) =>
        author.oid !== me && Number(id) > (read.get(key(me, conversation)) ?? opened);
      const unread = conversations.filter((one) => one.messages.some((each) => !isSilent(each) && isNew(one, each)));
      return new Set(unread.map(({ id }) => id));
    },
  };
}
