import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ConditionalAccessPolicy } from '../../../../infra/local/tenant/conditional-access.ts';
import { policy } from '../../../../infra/local/tenant/conditional-access.ts';
import { EntraBrowser, shownNumber } from '../browser.ts';
import { ACRS, ANNA, codeOf, DAAN, type EntraBench, EVA, FINN, openEntra } from './bench.ts';

let bench: EntraBench;
let browser: EntraBrowser;

beforeAll(async () => {
  bench = await openEntra();
});
beforeEach(() => {
  bench.reset();
  browser = new EntraBrowser(bench.entra);
});
afterAll(() => bench.close());

const MFA_NUMBER = /^\d\d$/;
const open = async (changes?: Readonly<Record<string, string>>) =>
  browser.open((await bench.authorizeUrl(changes)).url);
const pick = async (oid: string, changes?: Readonly<Record<string, string>>) =>
  browser.press(await open(changes), 'account', oid);

/** The policy on the registration, and the one on c1. */
function policies(): readonly [ConditionalAccessPolicy, ConditionalAccessPolicy] {
  const [forApp, forContext] = bench.world.policies;
  if (forApp === undefined || forContext === undefined) throw new Error('the world has two policies');
  return [forApp, forContext];
}

describe('a policy on the registration', () => {
  test('asks for MFA, and not again while the session of the browser has it', async () => {
    const asked = await pick(ANNA);
    expect(shownNumber(asked)).toMatch(MFA_NUMBER);
    expect(codeOf(await browser.press(asked, 'number', shownNumber(asked) ?? ''))).not.toBe('');
    expect(codeOf(await open())).not.toBe('');
  });

  test.each(['disabled', 'enabledForReportingButNotEnforced'] as const)(
    'asks for nothing if it is %s',
    async (state) => {
      policies()[0].state = state;
      expect(codeOf(await pick(ANNA))).not.toBe('');
    },
  );

  test('asks everybody but the people it excludes, and only the people it includes', async () => {
    const { users } = policies()[0].conditions;
    users.excludeUsers.push(ANNA);
    expect(codeOf(await pick(ANNA))).not.toBe('');
    expect(shownNumber(await pick(EVA, { prompt: 'login' }))).toMatch(MFA_NUMBER);
    users.includeUsers = [EVA];
    expect(codeOf(await pick(FINN, { prompt: 'login' }))).not.toBe('');
  });

  test('can aim at guests only, or exclude them', async () => {
    const { users } = policies()[0].conditions;
    users.includeUsers = [];
    users.includeGuestsOrExternalUsers = { guestOrExternalUserTypes: 'b2bCollaborationGuest', externalTenants: null };
    expect(shownNumber(await pick(FINN))).toMatch(MFA_NUMBER);
    expect(codeOf(await pick(DAAN, { prompt: 'login' }))).not.toBe('');
    users.includeUsers = ['All'];
    users.excludeGuestsOrExternalUsers = { guestOrExternalUserTypes: 'b2bCollaborationGuest', externalTenants: null };
    expect(codeOf(await pick(FINN, { prompt: 'login' }))).not.toBe('');
  });

  test('can aim at all applications except some', async () => {
    const { applications } = policies()[0].conditions;
    applications.includeApplications = ['All'];
    expect(shownNumber(await pick(ANNA))).toMatch(MFA_NUMBER);
    applications.excludeApplications = [bench.world.appId];
    expect(codeOf(await pick(ANNA))).not.toBe('');
  });

  test('that also accepts a compliant device asks for MFA on another device, unless it demands both', async () => {
    const controls = policies()[0].grantControls;
    if (controls === null) throw new Error('the policy has grant controls');
    controls.builtInControls = ['mfa', 'compliantDevice'];
    expect(shownNumber(await pick(ANNA))).toMatch(MFA_NUMBER);
    controls.operator = 'AND';
    expect((await pick(ANNA)).html).toContain('AADSTS53000');
  });

  test('that blocks ends on a page of Entra’s, and nothing goes back to the application', async () => {
    bench.world.policies.push(policy('Block', { includeApplications: [bench.world.appId] }, null));
    Object.assign(bench.world.policies.at(-1)?.grantControls ?? {}, { builtInControls: ['block'] });
    const page = await pick(ANNA);
    expect([page.status, page.location]).toEqual([400, undefined]);
    expect(page.html).toContain('AADSTS53003');
  });
});

describe('a policy on an authentication context', () => {
  test('with a sign-in frequency asks at most once in five minutes', async () => {
    await bench.signIn(ANNA, {}, browser);
    expect(codeOf(await open({ claims: ACRS }))).not.toBe('');
  });

  test('with a sign-in frequency asks for both factors again when they are older than five minutes', async () => {
    const { access } = await bench.signIn(ANNA, {}, browser);
    expect(access['acrs']).toEqual(['c1']);
    age(browserSessions(), 6);
    expect((await bench.signIn(ANNA, {}, browser)).access).not.toHaveProperty('acrs');
    const none = await open({ prompt: 'none', claims: ACRS });
    expect(none.location?.searchParams.get('error')).toBe('interaction_required');
    expect(none.location?.searchParams.get('error_description')).toContain('AADSTS50078');
    const asked = await open({ claims: ACRS });
    expect(asked.html).toContain('Enter password');
    const next = await browser.press(asked, 'password', '1');
    expect(codeOf(await browser.press(next, 'number', shownNumber(next) ?? ''))).not.toBe('');
  });

  test('with a sign-in frequency of hours asks when the hours are over', async () => {
    const frequency = policies()[1].sessionControls?.signInFrequency;
    Object.assign(frequency ?? {}, { frequencyInterval: 'timeBased', value: 1, type: 'hours' });
    await bench.signIn(ANNA, {}, browser);
    age(browserSessions(), 59);
    expect((await bench.signIn(ANNA, {}, browser)).access['acrs']).toEqual(['c1']);
    age(browserSessions(), 2);
    expect((await bench.signIn(ANNA, {}, browser)).access).not.toHaveProperty('acrs');
  });

  test('without a sign-in frequency is satisfied by any session with MFA', async () => {
    policies()[1].sessionControls = null;
    await bench.signIn(ANNA, {}, browser);
    age(browserSessions(), 600);
    expect((await bench.signIn(ANNA, { claims: ACRS }, browser)).access['acrs']).toEqual(['c1']);
  });

  test('that is not enabled proves nothing: the context is issued without MFA', async () => {
    for (const one of policies()) one.state = 'enabledForReportingButNotEnforced';
    expect(codeOf(await pick(ANNA, { claims: ACRS }))).not.toBe('');
    expect((await bench.signIn(ANNA)).access['acrs']).toEqual(['c1']);
  });

  test('that excludes a person gives that person the context without MFA', async () => {
    for (const one of policies()) one.conditions.users.excludeUsers.push(ANNA);
    expect((await bench.signIn(ANNA)).access['acrs']).toEqual(['c1']);
  });
});

/** The sessions of browsers, which only the test of their age reaches into. */
function browserSessions(): EntraBench['entra']['sessions'] {
  return bench.entra.sessions;
}

/** Makes every session older by so many minutes. */
function age(sessions: EntraBench['entra']['sessions'], minutes: number): void {
  const earlier = (at: Date) => new Date(at.getTime() - minutes * 60_000);
  for (const [name, { person, session }] of sessions) {
    const mfaAt = session.mfaAt === undefined ? undefined : earlier(session.mfaAt);
    sessions.set(name, { person, session: { ...session, firstFactorAt: earlier(session.firstFactorAt), mfaAt } });
  }
}
