import { cardContext } from './code-block.js';
import { hostConfig } from './host-config.js';
import { markdown } from './markdown.js';
import { markMentions } from './mentions.js';
import { withPeople } from './people.js';

export { onPhoneWidth } from './code-block.js';

const { AdaptiveCard, ExecuteAction, HostConfig, OpenUrlAction, SubmitAction } = window.AdaptiveCards;

AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdown(text);
  result.didProcess = true;
};

/**
 * Draws an Adaptive Card of a conversation as an element. `onAction` gets Action.Execute as {type, id, verb, data}. The
 * buttons are busy until its promise settles.
 */
export function adaptiveCard(content, conversationId, onAction) {
  const card = new AdaptiveCard();
  card.hostConfig = new HostConfig(hostConfig());
  card.parse(withPeople(markMentions(content), conversationId), cardContext());
  const box = element('div', { className: 'card' });
  card.onExecuteAction = async (action) => {
    if (action instanceof OpenUrlAction) openLink(action.url);
    if (!(action instanceof ExecuteAction || action instanceof SubmitAction)) return;
    busy(box, true);
    try {
      await onAction({ type: action.getJsonTypeName(), id: action.id, verb: action.verb, data: action.data ?? {} });
    } finally {
      busy(box, false);
    }
  };
  const drawn = card.render();
  if (drawn) box.append(drawn);
  for (const button of drawn?.querySelectorAll('button[title]') ?? []) tellApart(button);
  // The renderer makes the whole card a tab stop, but only what can be used should be one.
  drawn?.removeAttribute('tabindex');
  return box;
}

/** Buttons of a list have the same text. Those who hear the page are told the tooltip as well, which says what each is about. */
function tellApart(button) {
  const [text, tooltip] = [button.textContent.trim(), button.title];
  if (text === '' || tooltip === '' || tooltip === text) return;
  button.setAttribute('aria-label', tooltip.startsWith(text) ? tooltip : `${text} – ${tooltip}`);
}

/** Draws a sign-in, OAuth or hero card: title, text and buttons. */
export function simpleCard({ title, text, buttons = [] }, onButton) {
  const box = element('div', { className: 'card simple' });
  if (title) box.append(element('h2', { textContent: title }));
  if (text) box.append(element('p', { textContent: text }));
  for (const button of buttons) {
    const pressed = element('button', { type: 'button', className: 'primary', textContent: button.title ?? 'Sign in' });
    pressed.addEventListener('click', async () => {
      busy(box, true);
      await onButton(button).finally(() => busy(box, false));
    });
    box.append(pressed);
  }
  return box;
}

export function openLink(link) {
  if (/^https?:\/\//.test(link ?? '')) window.open(link, '_blank', 'noopener');
}

export function element(name, properties = {}) {
  return Object.assign(document.createElement(name), properties);
}

function busy(box, on) {
  box.classList.toggle('busy', on);
  box.setAttribute('aria-busy', String(on));
  for (const button of box.querySelectorAll('button')) button.disabled = on;
}
