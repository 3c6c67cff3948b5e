import type { LocalPerson } from '../people.ts';

/** What a person typed, in the form in which Teams sends it. */
export interface Spoken {
  /** The text has `<at>…</at>` for each mention. Signs of HTML are encoded in it, in the names of people too. */
  readonly text: string;
  readonly html: string;
  readonly mentions: readonly object[];
  /** What everybody in the conversation sees: the text without encoding. */
  readonly shown: string;
}

/** A mention is typed as `@[Full Name]`. */
const TYPED = /@\[([^\][]+)\]/;

/**
 * Makes a mention of each `@[Full Name]` of one of these people. The text has the name, and an entity says who it is.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations (mentions).
 * Anything else stays as it was typed. `before`: so many mentions come before these.
 */
export function spoken(typed: string, people: readonly LocalPerson[], before = 0): Spoken {
  const mentions: { readonly type: 'mention'; readonly text: string; readonly mentioned: object }[] = [];
  let [text, html, shown] = ['', '', ''];
  for (const [i, part] of typed.split(TYPED).entries()) {
    const person = i % 2 === 1 ? people.find(({ name }) => name === part) : undefined;
    if (person === undefined) {
      const plain = i % 2 === 1 ? `@[${part}]` : part;
      text += encoded(plain);
      html += encoded(plain);
      shown += plain;
    } else {
      const { accountId: id, name } = person;
      html += mentionHtml(name, before + mentions.length);
      text += `<at>${encoded(name)}</at>`;
      shown += `<at>${name}</at>`;
      mentions.push({ type: 'mention', mentioned: { id, name }, text: `<at>${encoded(name)}</at>` });
    }
  }
  return { text, html: `<div>${html}</div>`, mentions, shown };
}

/** A mention in the HTML of a message. Its index is its place among the entities that are mentions. */
export function mentionHtml(name: string, index: number): string {
  return `<span itemscope itemtype="http://schema.skype.com/Mention" itemid="${index}">${encoded(name)}</span>`;
}

export function encoded(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
