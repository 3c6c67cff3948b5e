import { element } from '../cards.js';

const find = (id) => document.getElementById(id);
const REFUSED = {
  7000112: 'its application is disabled',
  7000215: 'its secret is unknown',
  7000222: 'its secret has expired',
};

/** Shows the systems of partners: whether each of them can sign in, and a field for another secret. */
export function showSystems(systems, run) {
  const box = find('systems');
  if (box.children.length !== systems.length) box.replaceChildren(...systems.map((one) => systemBox(one, run)));
  systems.forEach(({ last }, i) => {
    box.children[i].querySelector('.said').textContent = saidOf(last);
  });
  const broken = systems.filter(({ last }) => last !== null && last.code !== 0).length;
  find('broken-count').textContent = broken === 0 ? '' : `${broken} refused`;
}

function systemBox({ id, name, application }, run) {
  const form = element('form', { className: 'system' });
  const field = element('input', { type: 'password', autocomplete: 'off', placeholder: 'Paste a new value' });
  field.setAttribute('aria-label', `New secret value of ${name}`);
  const give = element('button', { type: 'submit', textContent: 'Use it' });
  const now = element('button', { type: 'button', textContent: 'Sign in now' });
  now.addEventListener('click', () => run(now, 'system-signs-in', true, id));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (field.value.trim() === '') return;
    run(give, 'system-gets-secret', true, `${id} ${field.value.trim()}`);
    field.value = '';
  });
  const title = element('p', { className: 'system-name', textContent: name });
  const about = element('p', { className: 'hint', textContent: application });
  form.append(title, about, element('p', { className: 'hint said' }), field, give, now);
  return form;
}

function saidOf(last) {
  if (last === null) return 'It has not signed in yet.';
  const at = new Date(last.at).toLocaleTimeString();
  if (last.code === 0) return `It signed in at ${at}.`;
  return `It was refused at ${at}: ${REFUSED[last.code] ?? 'for another reason'} (AADSTS${last.code}).`;
}
