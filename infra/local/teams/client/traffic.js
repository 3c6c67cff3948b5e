import { element } from './cards.js';

const KEPT = 200;
/** What people call the parts of the world. */
const NAMES = {
  bot: 'Bot',
  teams: 'Teams',
  graph: 'Microsoft Graph',
  entra: 'Microsoft Entra',
  browser: 'Browser',
  partner: 'Partner’s system',
  'managed identity': 'Managed identity',
};
const list = document.getElementById('traffic');

/** Shows what the parts of the local world say to each other, newest first. */
export function showTraffic(entries) {
  list.replaceChildren(...entries.map(row).reverse());
}

export function addTraffic(entry) {
  list.prepend(row(entry));
  while (list.childElementCount > KEPT) list.lastElementChild.remove();
}

function row(entry) {
  const details = element('details');
  const summary = element('summary');
  const bad = entry.status === 0 || entry.status >= 400;
  summary.append(
    element('span', { className: 'who', textContent: `${named(entry.from)} → ${named(entry.to)}` }),
    element('span', { className: `status${bad ? ' bad' : ''}`, textContent: entry.status || 'no answer' }),
    element('span', { className: 'path', textContent: `${entry.method} ${entry.path}` }),
  );
  details.append(summary);
  details.addEventListener('toggle', () => details.childElementCount === 1 && details.append(bodies(entry)), {
    once: true,
  });
  const item = element('li');
  item.append(details);
  return item;
}

function bodies(entry) {
  const text = [`${new Date(entry.at).toLocaleTimeString()}`];
  if (entry.request != null) text.push(`${named(entry.from)} sent:\n${JSON.stringify(entry.request, null, 2)}`);
  if (entry.response != null) text.push(`${named(entry.to)} answered:\n${JSON.stringify(entry.response, null, 2)}`);
  const pre = element('pre', { textContent: text.join('\n\n') });
  pre.tabIndex = 0;
  return pre;
}

function named(side) {
  return NAMES[side.toLowerCase()] ?? side;
}
