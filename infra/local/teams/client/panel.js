import { api } from './api.js';
import { element } from './cards.js';

const find = (id) => document.getElementById(id);
const KEPT = 200;
const DONE = {
  'pass-day': 'A day has passed: every secret is a day older.',
  'pass-week': 'A week has passed: every secret is a week older.',
  'restart-bot': 'The bot has restarted.',
};

/** The panel that bends the world and shows what its parts say to each other. */
export function startPanel() {
  const panel = find('world');
  const toggle = find('world-toggle');
  const show = (on) => {
    panel.hidden = !on;
    toggle.setAttribute('aria-expanded', String(on));
    localStorage.setItem('world', on ? 'open' : 'closed');
  };
  toggle.addEventListener('click', () => show(panel.hidden));
  find('world-close').addEventListener('click', () => {
    show(false);
    toggle.focus();
  });
  panel.addEventListener('keydown', (event) => event.key === 'Escape' && find('world-close').click());
  show(localStorage.getItem('world') === 'open' && innerWidth > 900);
  for (const button of panel.querySelectorAll('[data-control]')) {
    button.addEventListener('click', () => run(button, button.dataset.control, true));
  }
  for (const box of panel.querySelectorAll('[data-switch]')) {
    box.addEventListener('change', () => run(box, box.dataset.switch, box.checked));
  }
}

export function showControls(controls) {
  find('bot-state').textContent = controls.bot;
  document.querySelector('[data-switch="throttle-graph"]').checked = controls.throttleGraph;
  document.querySelector('[data-switch="refuse-targeted"]').checked = controls.refuseTargeted;
}

export function showTraffic(entries) {
  find('traffic').replaceChildren(...entries.map(row).reverse());
}

export function addTraffic(entry) {
  const list = find('traffic');
  list.prepend(row(entry));
  while (list.childElementCount > KEPT) list.lastElementChild.remove();
}

async function run(source, control, on) {
  source.disabled = true;
  find('world-said').textContent = '';
  try {
    showControls(await api.control(control, on));
    find('world-said').textContent = DONE[control] ?? '';
  } catch {
    find('world-said').textContent = 'That did not work.';
  }
  source.disabled = false;
}

function row(entry) {
  const details = element('details');
  const summary = element('summary');
  const bad = entry.status === 0 || entry.status >= 400;
  summary.append(
    element('span', { className: 'who', textContent: `${entry.from} → ${entry.to}` }),
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
  if (entry.request != null) text.push(`→ ${JSON.stringify(entry.request, null, 2)}`);
  if (entry.response != null) text.push(`← ${JSON.stringify(entry.response, null, 2)}`);
  const pre = element('pre', { textContent: text.join('\n') });
  pre.tabIndex = 0;
  return pre;
}
