import { element } from './cards.js';
import { initials } from './messages.js';

const KIND = { personal: 'Chat with the bot', channel: 'Channel', groupChat: 'Group chat' };
const CHANNEL = { standard: 'Channel', private: 'Private channel', shared: 'Shared channel' };

/** Returns what kind of conversation it is, in words. */
export function kindOf({ kind, channelType }) {
  return CHANNEL[channelType] ?? KIND[kind];
}

/** Draws the list of conversations. A channel shows the name of its team. */
export function drawRail({ conversations, current, unread }, onOpen) {
  const rail = document.getElementById('rail');
  const focused = rail.contains(document.activeElement) ? document.activeElement.dataset.id : null;
  rail.replaceChildren(...conversations.map((one) => entry(one, one.id === current, unread.has(one.id), onOpen)));
  if (focused) rail.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
  rail.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

function entry(one, isCurrent, isUnread, onOpen) {
  const button = element('button', { type: 'button' });
  button.dataset.id = one.id;
  button.setAttribute('aria-current', String(isCurrent));
  const avatar = element('span', {
    className: `avatar ${one.kind === 'personal' ? 'bot' : 'square'}`,
    textContent: initials(one.team?.name ?? one.name),
  });
  avatar.setAttribute('aria-hidden', 'true');
  const label = element('span', { className: 'label' });
  label.append(
    element('span', { textContent: one.name }),
    element('small', { textContent: one.team?.name ?? kindOf(one) }),
  );
  // Standard channels are the rule, so they have no label.
  if (['private', 'shared'].includes(one.channelType)) {
    label.append(element('small', { textContent: kindOf(one) }));
  }
  button.append(avatar, label);
  if (isUnread) {
    const dot = element('span', { className: 'unread' });
    dot.append(element('span', { className: 'hidden', textContent: 'New messages' }));
    button.append(dot);
  }
  button.addEventListener('click', () => onOpen(one.id));
  const item = element('li');
  item.append(button);
  return item;
}
