import { element } from './cards.js';
import { shownName } from './people.js';

/** Matches an `@` at the start of a word, and the part of a name that was typed after it. */
const TYPED = /(?:^|\s)@([^@[\]]{0,60})$/;

/**
 * Offers people while a name is typed after an `@`. `offered` returns the people who can be mentioned. The function
 * that it returns gives the text with each chosen name as `@[Full Name]`, and forgets the chosen names.
 */
export function startMentions(input, list, offered) {
  const chosen = new Set();
  let [shown, active] = [[], 0];

  const close = () => draw([], 0);

  function draw(people, at) {
    [shown, active] = [people, at];
    list.hidden = people.length === 0;
    if (input.hasAttribute('aria-expanded')) input.setAttribute('aria-expanded', String(!list.hidden));
    list.replaceChildren(...people.map((one, i) => option(one, i === at, () => choose(one))));
    if (list.hidden) return input.removeAttribute('aria-activedescendant');
    input.setAttribute('aria-activedescendant', list.children[at].id);
    list.children[at].scrollIntoView({ block: 'nearest' });
  }

  function look() {
    const typed = TYPED.exec(input.value.slice(0, input.selectionStart))?.[1];
    draw(typed === undefined ? [] : offered().filter((one) => begins(one.name, typed)), 0);
  }

  function choose({ name }) {
    const caret = input.selectionStart;
    const before = input.value.slice(0, caret).replace(TYPED, (all) => `${all.slice(0, all.indexOf('@'))}@${name} `);
    input.value = before + input.value.slice(caret);
    input.setSelectionRange(before.length, before.length);
    chosen.add(name);
    close();
    input.focus();
  }

  input.addEventListener('input', look);
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    if (list.hidden || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) draw(shown, (active + step + shown.length) % shown.length);
    else if (event.key === 'Enter' || event.key === 'Tab') choose(shown[active]);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  return () => {
    // The longest name comes first, because one name may be the beginning of another.
    const names = [...chosen].sort((a, b) => b.length - a.length);
    const text = names.reduce((said, name) => said.replaceAll(`@${name}`, `@[${name}]`), input.value);
    chosen.clear();
    close();
    return text;
  };
}

/** Whether the name, or one of its later parts, begins with what was typed. */
function begins(name, typed) {
  const wanted = typed.toLowerCase();
  const words = name.toLowerCase().split(' ');
  return words.some((_, i) => words.slice(i).join(' ').startsWith(wanted));
}

function option(person, selected, onChoose) {
  const item = element('div', { id: `mention-${person.oid}` });
  item.setAttribute('role', 'option');
  item.setAttribute('aria-selected', String(selected));
  item.append(element('span', { textContent: shownName(person) }), element('small', { textContent: person.address }));
  // The field keeps the focus.
  item.addEventListener('pointerdown', (event) => event.preventDefault());
  item.addEventListener('click', onChoose);
  return item;
}
