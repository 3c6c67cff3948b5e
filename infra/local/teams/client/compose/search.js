import { api } from '../api.js';
import { element } from '../cards.js';
import { openSignIn } from '../sign-in.js';

const TROUBLE = 'Something went wrong. Please try again.';
/** Teams waits for a pause in typing. */
const PAUSE_MS = 300;

/**
 * The search of the app in the compose box: a panel above it, with a field and the list of results. What is picked becomes
 * a message of the person. `where` gives who acts, and in which conversation.
 */
export function startSearch(toggle, panel, where) {
  const [field, list, said] = ['input', 'ul', 'p'].map((name) => panel.querySelector(name));
  let [asked, timer] = [0, 0];

  const show = (on) => {
    panel.hidden = !on;
    toggle.setAttribute('aria-expanded', String(on));
    clearTimeout(timer);
    asked += 1;
    list.replaceChildren();
    say('');
    if (!on) return;
    field.value = '';
    field.focus();
    find(undefined);
  };

  function say(text, button) {
    said.replaceChildren(text, ...(button === undefined ? [] : [button]));
  }

  async function find(words, code) {
    asked += 1;
    const mine = asked;
    panel.setAttribute('aria-busy', 'true');
    const { me, conversation } = where();
    const answer = await api.search(me, conversation, words, code).catch(() => ({ kind: 'sentence', text: TROUBLE }));
    // The answer to what was typed before is of no use.
    if (mine !== asked) return;
    panel.removeAttribute('aria-busy');
    const lines = answer.kind === 'results' ? answer.lines : [];
    list.replaceChildren(...lines.map((line, index) => result(line, () => pick(index))));
    if (answer.kind === 'sign-in') say('Sign in to search. ', signIn(answer, words));
    else say(answer.kind === 'results' ? `${lines.length} found` : answer.text);
  }

  async function pick(index) {
    const { me, conversation } = where();
    show(false);
    await api.pick(me, conversation, index).catch(() => undefined);
    toggle.focus();
  }

  function signIn({ title, url }, words) {
    const button = element('button', { type: 'button', className: 'primary', textContent: title });
    button.addEventListener('click', async () => {
      button.disabled = true;
      const code = await openSignIn(url);
      button.disabled = false;
      if (code) await find(words, code);
    });
    return button;
  }

  toggle.addEventListener('click', () => show(panel.hidden));
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => find(field.value.trim() === '' ? undefined : field.value.trim()), PAUSE_MS);
  });
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target === field) event.preventDefault();
    if (event.key !== 'Escape') return;
    show(false);
    toggle.focus();
  });
  return { close: () => !panel.hidden && show(false) };
}

function result({ title, text }, onPick) {
  const item = element('li');
  const button = element('button', { type: 'button' });
  button.append(element('b', { textContent: title }), element('span', { textContent: text }));
  button.addEventListener('click', onPick);
  item.append(button);
  return item;
}
