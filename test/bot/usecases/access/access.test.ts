import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ADMIN_ROLE } from '../../../../bot/domain/sign-in/session.ts';
import type { Command } from '../../../../bot/usecases/commands.ts';
import { forTurn } from '../../../../bot/usecases/shared/deps.ts';
import { beginSignIn, exchangeToken, isSignedInFor } from '../../../../bot/usecases/sign-in/sign-in.ts';
import { application, createSetting, event, expectKind, START, someone } from '../shared/setting.ts';

const LIST: Command = { kind: 'list', filter: '', page: 1 };

describe('who may see what', () => {
  it('lets each person see and change exactly the applications of the assignment table', async () => {
    const cell = fc.record({ person: fc.nat(3), app: fc.nat(3) });
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { maxLength: 12 }), async (cells) => {
        const apps = [0, 1, 2, 3].map((i) => application(`Partner-NL-Org${i}-DM`, '2027-01-01', '2027-02-01'));
        const setting = await createSetting(...apps);
        const people = [0, 1, 2, 3].map((i) => someone(`P${i}`));
        for (const person of people) await setting.signIn(person);
        for (const { person, app } of cells)
          await setting.assign(people[person] ?? someone(), apps[app] ?? application(''));
        for (const [p, person] of people.entries()) {
          for (const [a, app] of apps.entries()) {
            const may = cells.some((c) => c.person === p && c.app === a);
            for (const purpose of ['show', 'create', 'delete'] as const) {
              const outcome = await setting.run({ kind: 'open', purpose, query: app.clientId, hint: '' }, person);
              expect(['application', 'create-form', 'choose-secret'].includes(outcome.kind)).toBe(may);
            }
            const keyId = app.secrets[0]?.keyId ?? '';
            const direct = await setting.run({ kind: 'delete-secret', clientId: app.clientId, keyId }, person);
            expect(direct.kind === 'delete-form').toBe(may);
            if (!may) expect(JSON.stringify(await setting.run(LIST, person))).not.toContain(app.clientId);
          }
        }
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it('shows nothing without a sign-in', async () => {
    const setting = await createSetting();
    const asker = someone();
    expectKind(await setting.run(LIST, asker), 'sign-in');
    await setting.signIn(asker, { acrs: [], authTime: undefined });
    expectKind(await setting.run(LIST, asker), 'no-applications');
    setting.clock.pass(3_600_000);
    expectKind(await setting.run(LIST, asker), 'sign-in');
  });

  it('offers silent sign-on everywhere but in channels and for step-ups', async () => {
    const setting = await createSetting();
    expect(expectKind(await setting.run(LIST, someone('A', 'personal')), 'sign-in').sso).toBe(true);
    expect(expectKind(await setting.run(LIST, someone('A', 'groupChat')), 'sign-in').sso).toBe(true);
    expect(expectKind(await setting.run(LIST, someone('A', 'channel')), 'sign-in').sso).toBe(false);
  });
});

describe('a silent sign-on', () => {
  async function pending() {
    const app = application('Partner-NL-Org-DM');
    const setting = await createSetting(app);
    const asker = someone('A', 'personal');
    await setting.assign(asker, app);
    const { signInId } = expectKind(await setting.run(LIST, asker), 'sign-in');
    const claims = { person: asker.person, name: 'A', roles: [], acrs: [], authTime: undefined, issuedAt: START };
    return {
      setting,
      asker,
      claims,
      exchange: () => setting.usecases.exchange({ signInId, token: 't' }, asker),
      signInId,
    };
  }

  it('continues the interrupted command once, however many devices answer', async () => {
    const { setting, claims, exchange } = await pending();
    setting.exchangeResult = { kind: 'valid', claims };
    const results = await Promise.all([exchange(), exchange(), exchange()]);
    expect(results.map((r) => r.kind).sort()).toEqual(['duplicate', 'duplicate', 'signed-in']);
    expect(results.find((r) => r.kind === 'signed-in')).toMatchObject({ outcome: { kind: 'applications', total: 1 } });
  });

  it('threat 2, sender is not the token’s person: signs nobody in if one character differs, and records it', async () => {
    const { setting, asker, claims, exchange } = await pending();
    setting.exchangeResult = {
      kind: 'valid',
      claims: { ...claims, person: { ...claims.person, oid: `${claims.person.oid.slice(0, -1)}x` } },
    };
    expect((await exchange()).kind).toBe('more-needed');
    expect(await setting.ledger.sessions.find(asker.person, START)).toBeUndefined();
    expect((await setting.ledger.audit.rows()).map((row) => row.action)).toContain('sign-in.refused');
  });

  it('is refused if the token is not ours', async () => {
    const { exchange } = await pending();
    expect((await exchange()).kind).toBe('more-needed');
  });

  it('is refused if an administrator’s token was issued more than an hour ago', async () => {
    const { setting, claims, exchange } = await pending();
    setting.exchangeResult = { kind: 'valid', claims: { ...claims, roles: [ADMIN_ROLE] } };
    setting.clock.pass(3_600_000);
    expect((await exchange()).kind).toBe('more-needed');
  });

  it('is refused if the token lacks the context that reading requires', async () => {
    const { setting, claims, signInId, asker } = await pending();
    const policy = { ...setting.deps.settings.policy, signInContext: 'c2' };
    const deps = { ...setting.deps, settings: { ...setting.deps.settings, policy } };
    setting.exchangeResult = { kind: 'valid', claims: { ...claims, acrs: ['c1'] } };
    expect((await exchangeToken(deps, signInId, 't', asker)).kind).toBe('more-needed');
    setting.exchangeResult = { kind: 'valid', claims: { ...claims, acrs: ['c2'] } };
    expect((await exchangeToken(deps, signInId, 't', asker)).kind).toBe('signed-in');
  });

  it('is refused if the token was issued before an operator ended the sign-ins; the button of the page still works', async () => {
    const { setting, claims, asker } = await pending();
    setting.clock.pass(60_000);
    const at = setting.clock.clock();
    await setting.ledger.sessions.endAll([asker.person], at, () => event);
    const { signInId } = expectKind(await setting.run(LIST, asker), 'sign-in');
    setting.exchangeResult = { kind: 'valid', claims };
    expect((await setting.usecases.exchange({ signInId, token: 't' }, asker)).kind).toBe('more-needed');
    expect(await setting.ledger.sessions.find(asker.person, at)).toBeUndefined();
    expect(await setting.ledger.signIns.byId(signInId, at)).toBeDefined();
    expect((await setting.ledger.audit.rows()).at(-1)?.detail).toBe('token from before the sign-out');
    const again = expectKind(await setting.run(LIST, asker), 'sign-in');
    setting.exchangeResult = { kind: 'valid', claims: { ...claims, issuedAt: at } };
    const fresh = await setting.usecases.exchange({ signInId: again.signInId, token: 't' }, asker);
    expect(fresh.kind).toBe('signed-in');
  });

  it('makes a step-up unnecessary if the token shows a fresh one unasked', async () => {
    const { setting, claims, exchange, asker } = await pending();
    const proven = { ...claims, acrs: ['c1'], authTime: START };
    setting.exchangeResult = { kind: 'valid', claims: proven };
    expect((await exchange()).kind).toBe('signed-in');
    expect(await isSignedInFor(forTurn(setting.deps, asker), 'step-up')).toBe(true);
  });

  it('offers the page with what was missing, once for all devices, and goes on with the command that waits', async () => {
    const { setting, asker } = await pending();
    const offer = () => setting.usecases.offerPage('consent', asker);
    const offers = [await offer(), await offer()];
    expect(offers[0]).toMatchObject({ kind: 'sign-in', need: 'read', sso: false, lack: 'consent' });
    expect(offers[1]).toBeUndefined();
    const waiting = await setting.ledger.signIns.latest(asker, setting.clock.clock());
    expect(waiting?.command).toMatchObject({ kind: 'list' });
  });

  it('offers no page in place of a step-up, which is never silent', async () => {
    const setting = await createSetting();
    const asker = someone('A', 'personal');
    await beginSignIn(setting.deps, LIST, 'step-up', asker);
    expect(await setting.usecases.offerPage('unknown', asker)).toBeUndefined();
  });
});

describe('the list', () => {
  it('shows every application once, sorted, page by page', async () => {
    const apps = Array.from({ length: 12 }, (_, i) =>
      application(`Partner-NL-Org${String(i).padStart(2, '0')}-DM`, `2027-01-${String(28 - i)}`),
    );
    const setting = await createSetting(...apps);
    const asker = someone();
    for (const app of apps) await setting.assign(asker, app);
    await setting.signIn(asker);
    const seen: string[] = [];
    for (let page = 1; page <= 3; page++) {
      const outcome = expectKind(await setting.run({ kind: 'list', filter: 'org', page }, asker), 'applications');
      expect(outcome).toMatchObject({ page, pages: 3, total: 12 });
      seen.push(...outcome.applications.map((a) => a.displayName));
    }
    expect(seen).toEqual(apps.map((a) => a.displayName).reverse());
    expect(
      expectKind(await setting.run({ kind: 'list', filter: 'nothing', page: 9 }, asker), 'applications').total,
    ).toBe(0);
  });
});

describe('who am I', () => {
  it('says name, role and how long the step-up holds, and signing out ends it', async () => {
    const setting = await createSetting();
    const asker = someone();
    expectKind(await setting.run({ kind: 'who-am-i' }, asker), 'not-signed-in');
    await setting.signIn(asker, { roles: ['Credentials.Admin'] });
    const me = expectKind(await setting.run({ kind: 'who-am-i' }, asker), 'who-am-i');
    expect(me).toMatchObject({ administrator: true, managed: 0, stepUpUntil: new Date(START.getTime() + 600_000) });
    expectKind(await setting.run({ kind: 'sign-out' }, asker), 'signed-out');
    expectKind(await setting.run({ kind: 'sign-out' }, asker), 'not-signed-in');
  });
});
