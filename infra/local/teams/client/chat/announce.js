const LONGEST = 160;

/**
 * Tells those who hear the page what has come, in a few words. The log itself is not read out: a card whose answer takes its
 * place would be read from its first word to its last.
 */
export function startAnnouncer(region) {
  return {
    came: (message) => say(region, `${message.author.name}: ${wordsOf(message)}`),
    changed: (message) => say(region, `The card has changed: ${wordsOf(message)}`),
  };
}

function say(region, text) {
  region.textContent = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** What a notification would show. */
function wordsOf({ text, note, attachments }) {
  const [first] = attachments;
  return note ?? (text || first?.content?.fallbackText || first?.content?.text || 'a card');
}
