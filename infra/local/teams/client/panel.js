import { api } from './api.js';
import { element } from './cards.js';
import { showSystems } from './world/systems.js';

const find = (id) => document.getElementById(id);
const SWEEPING = 'The bot runs its daily sweep…';
const BUSY = { 'pass-day': SWEEPING, 'pass-week': SWEEPING, 'restart-bot': 'The bot restarts…' };
const DONE = {
  'pass-day': 'A day has passed, and the bot has done its daily sweep.',
  'pass-week': 'A week has passed, and the bot has done its daily sweep.',
  'systems-switch': 'Every system now signs in with the newest secret of its application.',
  'sign-in-with': 'A system has signed in with this secret.',
  'system-signs-in': 'The system has tried to sign in.',
  'system-gets-secret': 'The system has another secret, and has tried to sign in with it.',
  'restart-bot': 'The bot has restarted.',
  'delete-channel': 'The channel is deleted.',
};

/** The panel changes the world and shows what its parts say to each other. */
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
  const report = find('sign-in-report');
  report.addEventListener('change', () => run(report, 'sign-in-report', true, report.value));
  find('sign-in-with').addEventListener('submit', (event) => {
    event.preventDefault();
    if (find('system-secret').value !== '') run(event.submitter, 'sign-in-with', true, find('system-secret').value);
  });
  const lag = find('sign-in-log-lag');
  lag.addEventListener('change', () => run(lag, 'sign-in-log-lag', true, lag.value));
  find('delete-channel').addEventListener('submit', (event) => {
    event.preventDefault();
    if (find('channel').value !== '') run(event.submitter, 'delete-channel', true, find('channel').value);
  });
}

export function showControls(controls) {
  find('bot-state').textContent = controls.bot;
  find('today').textContent = controls.today;
  const switches = {
    'throttle-graph': controls.throttleGraph,
    'throttle-teams': controls.throttleTeams,
    'refuse-targeted': controls.refuseTargeted,
  };
  for (const [name, on] of Object.entries(switches)) document.querySelector(`[data-switch="${name}"]`).checked = on;
  find('sign-in-report').value = controls.signInReport;
  showTeams(controls.teams);
  showChannels(controls);
  showLeavers(controls.people);
  showSecrets(controls.secrets);
  showSystems(controls.systems, run);
  const removed = controls.teams.flatMap(removedPlaces).length;
  const report = controls.signInReport === 'on' ? 0 : 1;
  const troubles = Object.values(switches).filter(Boolean).length + removed + report;
  find('trouble-count').textContent = troubles === 0 ? '' : `${troubles} on`;
}

/** Returns the team, or those of its channels, from which the bot was removed. */
function removedPlaces(team) {
  return team.removed ? [team] : team.channels.filter((channel) => channel.removed);
}

/** Draws only what has changed, so that a focused switch stays focused. */
function showTeams(teams) {
  const box = find('team-switches');
  const drawn = JSON.stringify(teams.map((team) => [team.id, team.channels.map(({ id }) => id)]));
  if (box.dataset.drawn !== drawn) {
    box.dataset.drawn = drawn;
    box.replaceChildren(...teams.map(teamSwitch));
    const options = teams.flatMap((team) =>
      team.channels.map(({ id, name }) => element('option', { value: id, textContent: `${name} · ${team.name}` })),
    );
    find('channel').replaceChildren(element('option', { value: '', textContent: 'choose…' }), ...options);
  }
  teams.forEach(({ removed }, i) => {
    box.children[i].firstElementChild.checked = removed;
  });
}

function teamSwitch({ id, name }) {
  const input = element('input', { type: 'checkbox' });
  input.addEventListener('change', () => run(input, 'remove-bot', input.checked, id));
  const label = element('label');
  label.append(input, ` Bot is removed from ${name}`);
  return label;
}

/**
 * Draws the switches of private and shared channels: whether the app was added, and with whom a channel is shared.
 * Draws only what has changed, so that a focused switch stays focused.
 */
function showChannels({ teams, outsideTeams }) {
  const box = find('channel-switches');
  const switches = teams.flatMap(({ channels }) =>
    channels.flatMap((channel) => channelSwitches(channel, outsideTeams)),
  );
  const drawn = JSON.stringify(switches.map(({ value }) => value));
  if (box.dataset.drawn !== drawn) {
    box.dataset.drawn = drawn;
    box.replaceChildren(...switches.map((one) => channelSwitch(one)));
  }
  switches.forEach(({ on }, i) => {
    box.children[i].firstElementChild.checked = on;
  });
}

function channelSwitches({ id, name, type, removed, sharedWith }, outsideTeams) {
  if (type !== 'private' && type !== 'shared') return [];
  const app = { control: 'remove-bot-from-channel', value: id, on: removed, text: `Bot is removed from ${name}` };
  if (type === 'private') return [app];
  const shares = outsideTeams.map((team) => ({
    control: 'share-channel',
    value: `${id} ${team.id}`,
    on: sharedWith.includes(team.id),
    text: `${name} is shared with ${team.name}`,
  }));
  return [app, ...shares];
}

function channelSwitch({ control, value, text }) {
  const input = element('input', { type: 'checkbox' });
  input.addEventListener('change', () => run(input, control, input.checked, value));
  const label = element('label');
  label.append(input, ` ${text}`);
  return label;
}

/** Draws the list again only if it has changed, so that the choice stays. */
function showSecrets(secrets) {
  const list = find('system-secret');
  const ids = ['', ...secrets.map(({ keyId }) => keyId)];
  if ([...list.options].map(({ value }) => value).join() === ids.join()) return;
  const options = secrets.map(({ keyId, name }) => element('option', { value: keyId, textContent: name }));
  list.replaceChildren(element('option', { value: '', textContent: 'choose…' }), ...options);
}

function showLeavers(people) {
  const box = find('leavers');
  if (box.children.length !== people.length) box.replaceChildren(...people.map(leaverSwitch));
  people.forEach(({ left }, i) => {
    box.children[i].firstElementChild.checked = left;
  });
  const count = people.filter(({ left }) => left).length;
  find('left-count').textContent = count === 0 ? '' : `${count} left`;
}

function leaverSwitch({ oid, name }) {
  const input = element('input', { type: 'checkbox' });
  input.addEventListener('change', () => run(input, 'leave-directory', input.checked, oid));
  const label = element('label');
  label.append(input, ` ${name} has left the directory`);
  return label;
}

/** Runs one control at a time. The others wait, and the running one says what it does. */
async function run(source, control, on, value) {
  const all = [
    ...find('world').querySelectorAll('.controls button, :is(.switches, .systems) :is(input, select, button)'),
  ];
  const [focused, label] = [document.activeElement, source.textContent];
  for (const one of all) one.disabled = true;
  find('world-busy').hidden = !BUSY[control];
  if (BUSY[control]) source.textContent = BUSY[control];
  source.setAttribute('aria-busy', 'true');
  find('world-said').textContent = '';
  try {
    const controls = await api.control(control, on, value);
    showControls(controls);
    find('world-said').textContent = controls.failed ?? DONE[control] ?? '';
  } catch {
    find('world-said').textContent = 'That did not work.';
  }
  find('world-busy').hidden = true;
  if (BUSY[control]) source.textContent = label;
  source.removeAttribute('aria-busy');
  for (const one of all) one.disabled = false;
  if (document.activeElement === document.body) focused.focus();
}
