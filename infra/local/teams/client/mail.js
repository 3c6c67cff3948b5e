import { element } from './cards.js';

const list = document.getElementById('mail');

/** Shows the outbox of the local world: the mails that Graph accepted. */
export function showMail(mails) {
  list.replaceChildren(...mails.map(row).reverse());
  count();
}

export function addMail(mail) {
  list.prepend(row(mail));
  count();
}

function count() {
  const number = list.childElementCount;
  document.getElementById('mail-count').textContent = number === 0 ? '' : String(number);
  document.getElementById('mail-none').hidden = number > 0;
}

function row(mail) {
  const details = element('details');
  const summary = element('summary');
  const time = element('time', { dateTime: mail.at, textContent: new Date(mail.at).toLocaleTimeString() });
  const to = element('span', { className: 'to', textContent: `to ${mail.to.join(', ')}` });
  summary.append(element('span', { className: 'subject', textContent: mail.subject }), time, to);
  details.append(summary);
  // A frame is made only for a mail that somebody opens.
  details.addEventListener('toggle', () => details.childElementCount === 1 && details.append(body(mail)));
  const item = element('li');
  item.append(details);
  return item;
}

function body(mail) {
  const box = element('div', { className: 'mail-body' });
  box.append(
    fact('From', `${mail.fromName} <${mail.from}>`),
    fact('Format', mail.contentType === 'HTML' ? 'HTML' : 'plain text'),
    mail.text === null ? frame(mail) : text(mail),
  );
  return box;
}

function fact(name, value) {
  const line = element('p');
  line.append(element('b', { textContent: `${name} ` }), value);
  return line;
}

function text(mail) {
  const pre = element('pre', { textContent: mail.text });
  pre.tabIndex = 0;
  return pre;
}

/** Shows the mail in a document of its own, in which nothing may run, load or be sent. Its links open in a window of their own. */
function frame(mail) {
  const inner = element('iframe', { title: `Mail: ${mail.subject}`, src: `/api/mail/${mail.number}` });
  inner.setAttribute('sandbox', 'allow-popups allow-popups-to-escape-sandbox');
  return inner;
}
