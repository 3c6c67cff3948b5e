import type { LocalPerson } from '../people.ts';

/** What a person typed, in the form in which Teams sends it. */
export interface Spoken {
  /** The text has `<at>…</at>` for each mention. */
  readonly text: string;
  readonly html: string;
  readonly mentions: readonly object[];
}

/** A mention is typed as `@[Full Name]`. */
const TYPED = /@\[([^\][]+)\]/;

/**
 * Makes a mention of each `@[Full Name]` of one of these people. The text has the name, and an entity says who it is.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations (mentions).
 * Anything else stays as it was typed.
 */
export function spoken(typed: string, people: readonly LocalPerson[]): Spoken {
  const mentions: { readonly type: 'mention'; readonly text: string; readonly mentioned: object }[] = [];
  let [text, html] = ['', ''];
  for (const [i, part] of typed.split(TYPED).entries()) {
    const person = i % 2 === 1 ? people.find(({ name }) => name === part) : undefined;
    if (person === undefined) {
      const plain = i % 2 === 1 ? `@[${part}]` : part;
      text += plain;
      html += escaped(plain);
    } else {
      const { accountId: id, name } = person;
      html += `<span itemscope itemtype="http://schema.skype.com/Mention" itemid="${mentions.length}">${escaped(name)}</span>`;
      text += `<at>${name}</at>`;
      mentions.push({ type: 'mention', mentioned: { id, name }, text: `<at>${name}</at>` });
    }
  }
  return { text, html: `<div>${html}</div>`, mentions };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
