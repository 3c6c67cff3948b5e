import { api } from './api.js';
import { adaptiveCard, element, openLink, simpleCard } from './cards.js';
import { markdown, spoken } from './markdown.js';
import { openSignIn } from './sign-in.js';

const ADAPTIVE = 'application/vnd.microsoft.card.adaptive';
const OAUTH = 'application/vnd.microsoft.card.oauth';
const TROUBLE = 'Something went wrong. Please try again.';
const EYE =
  '<svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.4" aria-hidden="true"><path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8Z"/><circle cx="8" cy="8" r="2"/></svg>';

/** Draws one message as `me` sees it. `onReply` is called if the person wants to quote it. */
export function drawMessage(message, me, onReply) {
  const mine = message.author.oid === me;
  const bot = message.author.oid === null;
  const box = element('article', { className: `message${mine ? ' mine' : ''}${bot ? ' bot' : ''}` });
  box.dataset.id = message.id;
  const side = element('span', { className: `avatar${bot ? ' bot' : ''}`, textContent: initials(message.author.name) });
  side.setAttribute('aria-hidden', 'true');
  const main = element('div');
  main.append(meta(message, onReply));
  if (message.quoted) main.append(quotation(message.quoted));
  if (message.text) {
    const html = bot ? markdown(message.text) : spoken(message.text);
    main.append(element('div', { className: 'bubble', innerHTML: html }));
  }
  for (const attachment of message.attachments) {
    const drawn = drawAttachment(attachment, message, me, main);
    if (drawn) main.append(drawn);
  }
  if (message.note) main.append(note(message.note));
  if (!mine) box.append(side);
  box.append(main);
  return box;
}

/** Whether there is nothing to see in a message, such as a sign-in card that the client answers by itself. */
export function isSilent(message) {
  const only = message.attachments.length === 1 && message.attachments[0].contentType === OAUTH;
  return only && !message.text && message.signIn !== 'needed';
}

export function initials(name) {
  const words = name.split(/[\s-]+/);
  return ((words[0]?.[0] ?? '') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')).toUpperCase();
}

function meta(message, onReply) {
  const line = element('div', { className: 'meta' });
  const at = new Date(message.at);
  const time = element('time', {
    dateTime: message.at,
    textContent: at.toLocaleTimeString([], { timeStyle: 'short' }),
  });
  time.title = at.toLocaleString();
  line.append(element('b', { textContent: message.author.name }), time);
  if (message.edited) line.append(element('span', { textContent: 'Edited' }));
  if (message.targeted) {
    const only = element('span', { className: 'only-you', innerHTML: EYE });
    only.append('Only you can see this message');
    line.append(only);
    return line;
  }
  // Teams quotes no message that one person alone sees.
  const reply = element('button', { type: 'button', className: 'reply', textContent: 'Reply' });
  reply.setAttribute('aria-label', `Reply to ${message.author.name}`);
  reply.addEventListener('click', () => onReply(message));
  line.append(reply);
  return line;
}

function quotation({ name, preview }) {
  const box = element('blockquote', { className: 'quotation' });
  box.append(element('b', { textContent: name }), element('span', { textContent: preview || 'A card' }));
  return box;
}

/**
 * Keeps which message the next one quotes, and shows it above the field. `take` returns the id of that message, and
 * forgets it.
 */
export function startReplies(box, input) {
  let quoted = null;
  const show = (message) => {
    quoted = message;
    box.hidden = message === null;
    box.replaceChildren();
    if (message === null) return;
    const cancel = element('button', { type: 'button', className: 'icon', textContent: '✕' });
    cancel.setAttribute('aria-label', 'Do not quote this message');
    cancel.addEventListener('click', () => show(null));
    box.append(element('span', { textContent: `Replying to ${message.author.name}` }), cancel);
    input.focus();
  };
  const take = () => {
    const id = quoted?.id;
    show(null);
    return id;
  };
  return { show, take };
}

function drawAttachment({ contentType, content }, message, me, main) {
  if (contentType === ADAPTIVE) {
    return adaptiveCard(content, message.conversationId, (action) => press(message, me, action, main));
  }
  if (contentType === OAUTH && message.signIn !== 'needed') return null;
  const onButton = async (button) => {
    if (button.type !== 'signin') return openLink(button.value);
    const code = await openSignIn(button.value);
    if (code) await api.signInResult(me, message.conversationId, message.id, code);
  };
  return simpleCard(content ?? {}, onButton);
}

/** Presses a button of a card. The update that follows draws the answer, except a sign-in and a failure. */
async function press(message, me, action, main, state) {
  for (const old of main.querySelectorAll('.strip, .note')) old.remove();
  const value = { action, trigger: 'manual', ...(state === undefined ? {} : { state }) };
  let answer;
  try {
    answer = await api.invoke(me, message.conversationId, message.id, 'adaptiveCard/action', value);
  } catch {
    main.append(note(TROUBLE));
    return;
  }
  const { body, status } = answer;
  if (status !== 200) main.append(note(TROUBLE));
  else if (body?.type === 'application/vnd.microsoft.activity.loginRequest') {
    main.append(strip(body.value, (code) => press(message, me, action, main, code)));
    main.lastElementChild.scrollIntoView({ block: 'nearest' });
  } else if (body?.statusCode >= 400) main.append(note(body.value?.message ?? TROUBLE));
}

/** Draws Teams' strip under a card that needs a sign-in first. */
function strip(value, onCode) {
  const box = element('div', { className: 'strip' });
  box.setAttribute('role', 'status');
  box.append(element('span', { textContent: value?.text ?? 'Please sign in to go on.' }));
  const [button] = value?.buttons ?? [];
  const pressed = element('button', { type: 'button', textContent: button?.title ?? 'Sign in' });
  pressed.addEventListener('click', async () => {
    pressed.disabled = true;
    const code = await openSignIn(button?.value ?? '');
    pressed.disabled = false;
    if (code) await onCode(code);
  });
  box.append(pressed);
  return box;
}

function note(text) {
  const box = element('div', { className: 'note', textContent: text });
  box.setAttribute('role', 'status');
  return box;
}
