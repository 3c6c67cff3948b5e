/** Returns HTML that shows the text literally. */
export function escaped(text) {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/**
 * Draws the small part of markdown that Teams' cards know: bold, italic, lists, and links to http(s) and mail addresses. Everything is
 * escaped first. `mentions.js` has put marks around the mentions.
 */
export function markdown(text) {
  const html = [];
  let list = null;
  const close = () => {
    if (list) html.push(`</${list}>`);
    list = null;
  };
  for (const line of text.split(/\r?\n/)) {
    const item = /^\s*(?:([-*])|\d+\.)\s+(.*)$/.exec(line);
    if (item) {
      const kind = item[1] ? 'ul' : 'ol';
      if (list !== kind) {
        close();
        html.push(`<${kind}>`);
        list = kind;
      }
      html.push(`<li>${inline(item[2])}</li>`);
    } else {
      close();
      if (line.trim() !== '') html.push(`<p>${inline(line)}</p>`);
    }
  }
  close();
  return html.join('');
}

function inline(text) {
  const kept = [];
  const keep = (html) => {
    kept.push(html);
    return `\u0000${kept.length - 1}\u0000`;
  };
  const marked = text
    .replaceAll('\u0000', '')
    .replace(/\u0001([^\u0001\u0002]*)\u0002/g, (_, name) => keep(`<span class="at">${escaped(name)}</span>`))
    .replace(/\\([\\`*_{}[\]()#+\-.!<>~|])/g, (_, sign) => keep(escaped(sign)))
    .replace(/\[([^\]]+)\]\(((?:https?:\/\/|mailto:)[^\s)]+)\)/g, (_, label, href) =>
      keep(`<a href="${escaped(href)}" target="_blank" rel="noopener noreferrer">${escaped(label)}</a>`),
    );
  return escaped(marked)
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/(^|[^\w])_([^_]+)_(?!\w)/g, '$1<em>$2</em>')
    .replace(/(^|[^*])\*([^*\s][^*]*)\*/g, '$1<em>$2</em>')
    .replace(/\u0000(\d+)\u0000/g, (_, n) => kept[Number(n)]);
}

/** Returns what a person typed, with the mention of the bot highlighted. */
export function spoken(text) {
  return `<p>${escaped(text).replace(/&lt;at&gt;(.*?)&lt;\/at&gt;/g, '<span class="at">@$1</span>')}</p>`;
}
