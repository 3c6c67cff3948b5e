import { expect, test } from 'vitest';
import { calendarDay } from '../../../bot/domain/shared/calendar.ts';
import { secretStatus } from '../../../bot/domain/shared/expiry.ts';
import { parseApplicationName } from '../../../bot/domain/shared/naming.ts';
import { peopleHere } from '../../../infra/local/leavers.ts';
import { createWorld, DAY_MS } from '../../../infra/local/world.ts';
import { APIS } from '../../bot/domain/shared/apis.ts';

const NOW = new Date('2026-11-24T09:00:00Z');

test('the seeded world shows every state that the guide speaks of', () => {
  const { applications } = createWorld(NOW);
  const secrets = applications
    .flatMap((one) => one.passwordCredentials)
    .map((one) => ({ start: new Date(one.startDateTime), end: new Date(one.endDateTime) }));
  expect(new Set(secrets.map((one) => secretStatus(one, NOW)))).toEqual(new Set(['valid', 'expiring', 'expired']));
  expect(applications.some((one) => one.passwordCredentials.length === 0)).toBe(true);
  const names = applications.map((one) => parseApplicationName(APIS, one.displayName));
  expect(names.filter((one) => one === undefined)).toHaveLength(1);
  expect(names.map((one) => one?.organisation)).toContain('Stammzell-Register-Nord');
  expect(new Set(names.map((one) => one?.kind))).toContain('PartnerAlternative');
});

test('no seeded secret lasts longer than a year', () => {
  for (const secret of createWorld(NOW).applications.flatMap((one) => one.passwordCredentials)) {
    const days = (Date.parse(secret.endDateTime) - Date.parse(secret.startDateTime)) / (24 * 60 * 60_000);
    expect(days).toBeLessThanOrEqual(365);
  }
});

test('two people manage one organisation, a third another one, and the others manage nothing', () => {
  const { people, assignments, applications } = createWorld(NOW);
  const managed = people.map(({ oid }) => assignments.filter((one) => one.oid === oid).length);
  expect(managed.map((count) => count > 0)).toEqual([true, true, true, false, false, false, false]);
  const [shared] = applications;
  expect(assignments.filter((one) => one.clientId === shared?.appId)).toHaveLength(2);
});

test('ids stay the same from world to world, the secret of the bot does not', () => {
  const [one, two] = [createWorld(NOW), createWorld(NOW)];
  expect(one.applications).toEqual(two.applications);
  expect([one.tenantId, one.botId]).toEqual([two.tenantId, two.botId]);
  expect(one.botClientSecret).not.toBe(two.botClientSecret);
});

test('a week later the secret of the last week has expired', () => {
  const world = createWorld(NOW);
  const last = world.applications
    .flatMap((one) => one.passwordCredentials)
    .find((one) => calendarDay(new Date(one.endDateTime), 'UTC') === '2026-11-28');
  expect(last).toBeDefined();
  world.passDays(7);
  const [start, end] = [last?.startDateTime, last?.endDateTime].map((at) => new Date(at ?? ''));
  expect(start && end && secretStatus({ start, end }, NOW)).toBe('expired');
});

test('the seeded secrets show the stages of the ladder: before six weeks, before three, in the last week, expired', () => {
  const managed = new Set(createWorld(NOW).assignments.map(({ clientId }) => clientId));
  const days = createWorld(NOW)
    .applications.filter(({ appId }) => managed.has(appId))
    .flatMap((one) => one.passwordCredentials)
    .map((one) => Math.round((Date.parse(one.endDateTime) - NOW.getTime()) / DAY_MS));
  const within = (from: number, to: number) => days.some((left) => left >= from && left <= to);
  expect([within(43, 49), within(22, 28), within(1, 7), within(-99, -1)]).toEqual([true, true, true, true]);
});

test('only the oldest live secret of each application was used some hours ago', () => {
  const world = createWorld(NOW);
  for (const { passwordCredentials } of world.applications) {
    const live = passwordCredentials.filter(({ endDateTime }) => Date.parse(endDateTime) > NOW.getTime());
    const [oldest] = live.sort((a, b) => Date.parse(a.startDateTime) - Date.parse(b.startDateTime));
    const used = passwordCredentials.filter(({ keyId }) => world.signIns.has(keyId));
    expect(used).toEqual(oldest === undefined ? [] : [oldest]);
  }
  for (const at of world.signIns.values()) {
    const hours = (NOW.getTime() - at.getTime()) / 3_600_000;
    expect(hours).toBeGreaterThan(1);
    expect(hours).toBeLessThan(24);
  }
});

test('passing days move sign-ins as they move secrets', () => {
  const world = createWorld(NOW);
  const before = [...world.signIns.values()].map((at) => at.getTime());
  world.passDays(3);
  expect([...world.signIns.values()].map((at) => at.getTime())).toEqual(before.map((at) => at - 3 * DAY_MS));
});

test('managers are guests with an address of their own organisation, and both administrators are members', () => {
  const { people } = createWorld(NOW);
  const [guests, members] = [true, false].map((is) => people.filter(({ upn }) => upn.includes('#EXT#') === is));
  expect(guests?.map(({ mail, roles }) => [mail, roles])).toEqual([
    ['anna.jansen@matchwell.example', []],
    ['bram.visser@matchwell.example', []],
    ['clara.vogel@stammzell.example', []],
    ['finn.weber@stammzell.example', []],
  ]);
  expect(guests?.[0]?.upn).toBe('anna.jansen_matchwell.example#EXT#@registers.example');
  expect(members?.map(({ name, roles }) => [name, roles.length])).toEqual([
    ['Daan Smit', 0],
    ['Eva Lind', 1],
    ['Iris Berg', 1],
  ]);
  for (const key of ['oid', 'upn', 'accountId', 'name'] as const) {
    expect(new Set(people.map((one) => one[key])).size).toBe(people.length);
  }
});

test('listeners are told that a person leaves, and the person can come back', () => {
  const world = createWorld(NOW);
  const heard: number[] = [];
  const stop = world.onLeft(() => heard.push(world.left.size));
  const [anna] = world.people;
  world.setLeft(anna?.oid ?? '', true);
  expect(peopleHere(world)).toEqual(world.people.slice(1));
  world.setLeft(anna?.oid ?? '', false);
  stop();
  world.setLeft(anna?.oid ?? '', true);
  expect(heard).toEqual([1, 0]);
});
