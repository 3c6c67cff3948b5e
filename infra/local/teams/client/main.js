import { api } from './api.js';
import { element, onPhoneWidth } from './cards.js';
import { startAnnouncer } from './chat/announce.js';
import { startLog } from './chat/log.js';
import { startUnread } from './chat/unread.js';
import { startSearch } from './compose/search.js';
import { addMail, showMail } from './mail.js';
import { startMentions } from './mention-list.js';
import { drawMessage, isSilent, startReplies } from './messages.js';
import { showControls, startPanel } from './panel.js';
import { membersOf, setPeople, shownName } from './people.js';
import { drawRail as drawRailOf, kindOf } from './rail.js';
import { startThemes } from './theme/switch.js';
import { addTraffic, showTraffic } from './traffic.js';

const find = (id) => document.getElementById(id);
const log = startLog(find('log'));
const unread = startUnread();
const announce = startAnnouncer(find('came'));
const search = startSearch(find('search-toggle'), find('search'), () => ({
  me: state.me,
  conversation: state.current,
}));
const state = {
  me: null,
  conversations: [],
  current: null,
  events: null,
  typing: 0,
  teams: [],
  spoken: null,
  replies: null,
};

async function actAs(oid) {
  state.events?.close();
  delete document.body.dataset.acting;
  apply(await api.state(oid));
  listen();
}

/** Draws everything as the server says that it is. */
function apply(loaded) {
  const { id, kind } = conversation() ?? { kind: 'personal' };
  Object.assign(state, { me: loaded.me, conversations: loaded.conversations });
  unread.begin(loaded.conversations);
  const all = loaded.conversations;
  state.current = (all.find((one) => one.id === id) ?? all.find((one) => one.kind === kind) ?? all[0]).id;
  localStorage.setItem('acting', loaded.me);
  peopleChanged(loaded.people);
  controlsChanged(loaded.controls);
  showMail(loaded.mail);
  showTraffic(loaded.traffic);
  drawRail();
  drawChat();
}

function listen() {
  const events = api.events(state.me);
  state.events = events;
  const on = (type, act) => events.addEventListener(type, (event) => act(JSON.parse(event.data)));
  /** What happens while everything is loaded is drawn after it. */
  let late;
  const inTurn = (act) => (late === undefined ? act() : late.push(act));
  // The page may have missed something before this connection, so it loads everything again.
  on('ready', async () => {
    late = [];
    const loaded = await api.state(state.me);
    if (state.events !== events) return;
    apply(loaded);
    const acts = late;
    late = undefined;
    for (const act of acts) act();
    // From here on nothing is missed. A program that drives the page waits for this.
    document.body.dataset.acting = state.me;
  });
  on('message', (message) => inTurn(() => upsert(message)));
  on('removed', ({ id, conversationId }) => inTurn(() => drop(conversationId, id)));
  on('typing', ({ conversationId }) => conversationId === state.current && typing(true));
  on('controls', controlsChanged);
  on('mail', addMail);
  on('people', ({ people, members }) => {
    for (const one of members) Object.assign(conversation(one.id) ?? {}, one);
    peopleChanged(people);
    drawHead();
  });
  on('conversations', (ids) => ids.length !== state.conversations.length && actAs(state.me));
  on('traffic', addTraffic);
}

function peopleChanged(people) {
  setPeople(people, state.conversations);
  drawPeople(people);
}

function controlsChanged(controls) {
  showControls(controls);
  state.teams = controls.teams;
  drawHead();
}

function conversation(id = state.current) {
  return state.conversations.find((one) => one.id === id);
}

function upsert(message) {
  const place = conversation(message.conversationId);
  const index = place.messages.findIndex((one) => one.id === message.id);
  if (index < 0) place.messages.push(message);
  else place.messages[index] = message;
  if (message.conversationId !== state.current) return drawRail();
  unread.look(state.me, place);
  if (message.author.oid === null) typing(false);
  if (isSilent(message)) return log.boxOf(message.id)?.remove();
  find('log').querySelector('.empty')?.remove();
  const focused = log.boxOf(message.id)?.contains(document.activeElement) ?? false;
  const drawn = draw(message);
  const old = log.put(drawn, message.id);
  if (focused) drawn.querySelector('input, button')?.focus({ preventScroll: true });
  if (!old) announce.came(message);
  else if (focused || log.isPressed(message.id)) announce.changed(message);
  // A card may be taller than the log. The answer below it must be in sight.
  if (!old?.querySelector('.note')) drawn.querySelector('.note')?.scrollIntoView({ block: 'nearest' });
}

function draw(message) {
  return drawMessage(message, state.me, state.replies.show);
}

function drop(conversationId, id) {
  const place = conversation(conversationId);
  place.messages = place.messages.filter((one) => one.id !== id);
  if (conversationId === state.current) {
    const gone = log.boxOf(id);
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
    ...people.map(({ oid, name, about, left }) => {
      const textContent = `${name} · ${left ? 'has left' : about}`;
      const option = element('option', { value: oid, textContent });
      option.selected = oid === state.me;
      return option;
    }),
  );
}

function drawRail() {
  unread.look(state.me, conversation());
  drawRailOf({ ...state, unread: unread.of(state.me, state.conversations) }, open);
}

function open(id) {
  state.current = id;
  drawRail();
  drawChat();
}

function drawHead() {
  const { id, name, kind, team } = conversation();
  find('chat-name').textContent = team ? `${team.name} › ${name}` : name;
  find('chat-about').textContent =
    kind === 'personal'
      ? kindOf(conversation())
      : `${kindOf(conversation())}: ${membersOf(id).map(nameInHead).join(', ')}`;
  find('chat-unheard').hidden = !isUnheard();
  find('mention').hidden = kind === 'personal';
  // The field is more than a text field only if somebody can be mentioned.
  const combobox = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': 'mentions' };
  for (const [name, value] of Object.entries({ ...combobox, 'aria-expanded': 'false' })) {
    if (kind === 'personal') find('text').removeAttribute(name);
    else if (!find('text').hasAttribute(name)) find('text').setAttribute(name, value);
  }
}

function nameInHead(person) {
  return person.outsider ? shownName(person) : person.name;
}

/** Whether the bot was removed from this channel or from its team. */
function isUnheard() {
  const { id } = conversation();
  return state.teams.some(({ channels }) => channels.some((one) => one.id === id && one.removed));
}

/** Returns the people who can be mentioned. In the 1:1 chat it is nobody, as in Teams. */
function mentionable() {
  const { id, kind } = conversation();
  return kind === 'personal' ? [] : membersOf(id);
}

function drawChat() {
  const { messages } = conversation();
  drawHead();
  state.replies.show(null);
  search.close();
  const drawn = messages.filter((one) => !isSilent(one)).map(draw);
  const hint = 'Nothing here yet. Try “help” or “list”.';
  typing(false);
  log.fill(...(drawn.length > 0 ? drawn : [element('p', { className: 'empty', textContent: hint })]));
}

async function send(event) {
  event.preventDefault();
  const text = state.spoken().trim();
  if (text === '') return;
  const mentioned = find('mention').getAttribute('aria-pressed') === 'true' || conversation().kind === 'personal';
  const quoted = state.replies.take();
  find('text').value = '';
  log.forget();
  if (mentioned && !isUnheard()) typing(true);
  const { status } = await api.message(state.me, state.current, text, mentioned, quoted).catch(() => ({ status: 0 }));
  if (status !== 200 && status !== 201 && status !== 202 && !isUnheard()) {
    typing(false);
    find('typing').textContent = 'The bot did not answer. Please try again.';
  }
}

function start() {
  find('composer').addEventListener('submit', send);
  state.replies = startReplies(find('replying'), find('text'));
  state.spoken = startMentions(find('text'), find('mentions'), mentionable);
  find('acting').addEventListener('change', (event) => actAs(event.target.value));
  find('mention').addEventListener('click', ({ currentTarget }) => {
    currentTarget.setAttribute('aria-pressed', String(currentTarget.getAttribute('aria-pressed') !== 'true'));
  });
  startThemes(find('theme'), drawChat);
  onPhoneWidth(drawChat);
  // A part that scrolls must be reachable by keyboard.
  for (const id of ['log', 'mail', 'traffic']) find(id).tabIndex = 0;
  startPanel();
  return actAs(localStorage.getItem('acting'));
}

await start();
