import { api } from './api.js';
import { element } from './cards.js';
import { drawMessage, initials, isSilent } from './messages.js';
import { addTraffic, showControls, showTraffic, startPanel } from './panel.js';

const find = (id) => document.getElementById(id);
const state = { me: null, conversations: [], current: null, events: null, typing: 0, unread: new Set() };
const KIND = { personal: 'Chat with the bot', channel: 'Channel', groupChat: 'Group chat' };

async function actAs(oid) {
  state.events?.close();
  const loaded = await api.state(oid);
  const kind = conversation()?.kind ?? 'personal';
  Object.assign(state, { me: loaded.me, conversations: loaded.conversations, unread: new Set() });
  state.current = (loaded.conversations.find((one) => one.kind === kind) ?? loaded.conversations[0]).id;
  localStorage.setItem('acting', loaded.me);
  drawPeople(loaded.people);
  showControls(loaded.controls);
  showTraffic(loaded.traffic);
  drawRail();
  drawChat();
  listen();
}

function listen() {
  const events = api.events(state.me);
  state.events = events;
  let lost = false;
  const on = (type, act) => events.addEventListener(type, (event) => act(JSON.parse(event.data)));
  // After a break the page may have missed something: it loads everything again.
  on('ready', () => lost && actAs(state.me));
  events.addEventListener('error', () => {
    lost = true;
  });
  on('message', (message) => upsert(message));
  on('removed', ({ id, conversationId }) => drop(conversationId, id));
  on('typing', ({ conversationId }) => conversationId === state.current && typing(true));
  on('controls', showControls);
  on('traffic', addTraffic);
}

function conversation(id = state.current) {
  return state.conversations.find((one) => one.id === id);
}

function upsert(message) {
  const { messages } = conversation(message.conversationId);
  const at = messages.findIndex((one) => one.id === message.id);
  if (at < 0) messages.push(message);
  else messages[at] = message;
  if (message.conversationId !== state.current) {
    if (at < 0 && !isSilent(message)) state.unread.add(message.conversationId);
    return drawRail();
  }
  if (message.author.oid === null) typing(false);
  const log = find('log');
  const old = log.querySelector(`[data-id="${CSS.escape(message.id)}"]`);
  if (isSilent(message)) return old?.remove();
  log.querySelector('.empty')?.remove();
  const drawn = drawMessage(message, state.me);
  const focused = old?.contains(document.activeElement) ?? false;
  const newest = log.lastElementChild;
  const followed = newest !== null && newest.getBoundingClientRect().top < log.getBoundingClientRect().bottom;
  if (old) old.replaceWith(drawn);
  else log.append(drawn);
  if (focused) focusFirst(drawn);
  // A card above that grows must not push the newest message out of sight.
  if (!old || followed) log.lastElementChild.scrollIntoView({ block: 'nearest' });
}

function focusFirst(drawn) {
  drawn.querySelector('input, button')?.focus({ preventScroll: true });
}

function drop(conversationId, id) {
  const place = conversation(conversationId);
  place.messages = place.messages.filter((one) => one.id !== id);
  if (conversationId === state.current) {
    const gone = find('log').querySelector(`[data-id="${CSS.escape(id)}"]`);
    if (gone?.contains(document.activeElement)) find('text').focus();
    gone?.remove();
  }
}

function typing(on) {
  clearTimeout(state.typing);
  find('typing').textContent = on ? 'API Credentials is typing…' : '';
  if (on) state.typing = setTimeout(() => typing(false), 5000);
}

function drawPeople(people) {
  const select = find('acting');
  select.replaceChildren(
    ...people.map(({ oid, name, about }) => {
      const option = element('option', { value: oid, textContent: `${name} · ${about}` });
      option.selected = oid === state.me;
      return option;
    }),
  );
}

function drawRail() {
  const rail = find('rail');
  const focused = rail.contains(document.activeElement) ? document.activeElement.dataset.id : null;
  rail.replaceChildren(
    ...state.conversations.map((one) => {
      const button = element('button', { type: 'button' });
      button.dataset.id = one.id;
      button.setAttribute('aria-current', String(one.id === state.current));
      const bot = one.kind === 'personal';
      const avatar = element('span', {
        className: `avatar ${bot ? 'bot' : 'square'}`,
        textContent: initials(one.team ?? one.name),
      });
      avatar.setAttribute('aria-hidden', 'true');
      const label = element('span', { textContent: one.team ?? one.name });
      label.append(element('small', { textContent: one.team ? one.name : KIND[one.kind] }));
      button.append(avatar, label);
      if (state.unread.has(one.id)) {
        const dot = element('span', { className: 'unread' });
        dot.append(element('span', { className: 'hidden', textContent: 'New messages' }));
        button.append(dot);
      }
      button.addEventListener('click', () => open(one.id));
      const item = element('li');
      item.append(button);
      return item;
    }),
  );
  if (focused) rail.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
}

function open(id) {
  state.current = id;
  state.unread.delete(id);
  drawRail();
  drawChat();
}

function drawChat() {
  const { name, kind, team, members, messages } = conversation();
  find('chat-name').textContent = team ? `${team} › ${name}` : name;
  find('chat-about').textContent = kind === 'personal' ? KIND.personal : `${KIND[kind]}: ${members.join(', ')}`;
  find('mention').hidden = kind === 'personal';
  find('log').replaceChildren(...messages.filter((one) => !isSilent(one)).map((one) => drawMessage(one, state.me)));
  if (find('log').childElementCount === 0) {
    const hint = 'Nothing here yet. Try “help” or “list”.';
    find('log').append(element('p', { className: 'empty', textContent: hint }));
  }
  typing(false);
  find('log').scrollTop = find('log').scrollHeight;
}

async function send(event) {
  event.preventDefault();
  const text = find('text').value.trim();
  if (text === '') return;
  const mentioned = find('mention').getAttribute('aria-pressed') === 'true' || conversation().kind === 'personal';
  find('text').value = '';
  if (mentioned) typing(true);
  const { status } = await api.message(state.me, state.current, text, mentioned).catch(() => ({ status: 0 }));
  if (status !== 200 && status !== 201 && status !== 202) {
    typing(false);
    find('typing').textContent = 'The bot did not answer. Please try again.';
  }
}

function start() {
  find('composer').addEventListener('submit', send);
  find('acting').addEventListener('change', (event) => actAs(event.target.value));
  find('mention').addEventListener('click', ({ currentTarget }) => {
    currentTarget.setAttribute('aria-pressed', String(currentTarget.getAttribute('aria-pressed') !== 'true'));
  });
  find('theme').addEventListener('click', () => {
    const root = document.documentElement;
    root.dataset.theme = root.dataset.theme === 'dark' ? 'light' : 'dark';
    localStorage.setItem('theme', root.dataset.theme);
    drawChat();
  });
  // What scrolls must be reachable by keyboard.
  for (const id of ['log', 'traffic']) find(id).tabIndex = 0;
  startPanel();
  return actAs(localStorage.getItem('acting'));
}

await start();
