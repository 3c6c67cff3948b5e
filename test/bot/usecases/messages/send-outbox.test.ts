import { describe, expect, it } from 'vitest';
import type { Application } from '../../../../bot/domain/shared/application.ts';
import type { Asker } from '../../../../bot/domain/shared/person.ts';
import type { AnnounceResult } from '../../../../bot/ports/messages/announcer.ts';
import { DirectoryFault } from '../../../../bot/ports/secrets/directory.ts';
import { type AccessSetting, createAccessSetting, DAY_MS, HOUR_MS, mentioned } from '../access/access-setting.ts';
import { application, expectKind, someone } from '../shared/setting.ts';

const THROTTLED: AnnounceResult = { kind: 'later', code: 'TooManyRequests', afterMs: 5_000, maybe: false };
const DOWN: AnnounceResult = { kind: 'later', code: 'ServiceError', afterMs: undefined, maybe: false };
const LOST: AnnounceResult = { kind: 'later', code: 'TimeoutError', afterMs: undefined, maybe: true };
const REFUSED: AnnounceResult = { kind: 'refused', code: 'BadSyntax' };
const GONE: AnnounceResult = { kind: 'gone', code: 'BotBlocked' };

async function prepared() {
  const dm = application('Partner-NL-Matchwell-DM');
  const setting = await createAccessSetting(dm);
  const ada = await setting.join(someone('Ada', 'personal'));
  return { setting, dm, ada };
}

/** Assigns through the form, as an administrator does. */
async function assign(setting: AccessSetting, { displayName }: Application, ...people: readonly Asker[]) {
  const asked = { kind: 'assign', people: people.map(mentioned), query: displayName, clientIds: [] } as const;
  const { nonce } = expectKind(await setting.run(asked, setting.administrator), 'assignment-form').form;
  const answer = { kind: 'submit-assignment', nonce, confirmedBy: 'Wilma', lastToo: false } as const;
  expectKind(await setting.run(answer, setting.administrator), 'assignments-changed');
}

const QUARTER = 15;
/** Pauses are that short in the beginning only. */
const MINUTELY = 2 * 60;

/** Runs the task for so many minutes: every minute for two hours, and from then on every quarter of an hour. */
async function tellOver(setting: AccessSetting, minutes: number, after: (minute: number) => void): Promise<void> {
  let step = 1;
  for (let minute = 0; minute < minutes; minute += step) {
    await setting.tell();
    after(minute);
    step = minute < MINUTELY ? 1 : QUARTER;
    setting.clock.pass(step * 60_000);
  }
}

/** The minutes after which something was told. */
async function toldOver(setting: AccessSetting, minutes: number): Promise<readonly number[]> {
  const told: number[] = [];
  await tellOver(setting, minutes, (minute) => told.push(...setting.told().map(() => minute)));
  return told;
}

describe('a message that cannot be sent', () => {
  it('is sent again once, at the time that the service named, and no sooner', async () => {
    const { setting, dm, ada } = await prepared();
    await assign(setting, dm, ada);
    setting.announceResults.push(THROTTLED);
    const line = `chat Ada: assigned ${dm.displayName}`;
    for (const [ms, told] of [
      [0, [line]],
      [4_999, []],
      [1, [line]],
      [HOUR_MS, []],
    ] as const) {
      setting.clock.pass(ms);
      await setting.tell();
      expect(setting.told()).toEqual(told);
    }
  });

  it('is tried for a day with longer and longer pauses, and is then given up', async () => {
    const { setting, dm, ada } = await prepared();
    await assign(setting, dm, ada);
    setting.announceResults.push(...Array.from({ length: 2_000 }, () => DOWN));
    const minutes = await toldOver(setting, 3 * 24 * 60);
    const pauses = minutes.slice(1).map((minute, index) => minute - (minutes[index] ?? 0));
    expect(minutes.length).toBeLessThan(60);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(60 + QUARTER);
    expect(minutes.at(-1)).toBeGreaterThanOrEqual(24 * 60);
    expect(minutes.at(-1)).toBeLessThan(26 * 60);
  });

  it('is not sent again for ever if it may have arrived', async () => {
    const { setting, dm, ada } = await prepared();
    await assign(setting, dm, ada);
    setting.announceResults.push(...Array.from({ length: 100 }, () => LOST));
    expect(await toldOver(setting, 3 * 24 * 60)).toHaveLength(8);
  });

  it('is given up at once if it is refused', async () => {
    const { setting, dm, ada } = await prepared();
    await assign(setting, dm, ada);
    setting.announceResults.push(REFUSED);
    expect(await toldOver(setting, 60)).toHaveLength(1);
  });

  it('waits until the bot meets the person again if they have blocked it', async () => {
    const { setting, dm, ada } = await prepared();
    await assign(setting, dm, ada);
    setting.announceResults.push(GONE);
    expect(await toldOver(setting, 2 * 24 * 60)).toHaveLength(1);
    await setting.usecases.remember(ada);
    await setting.tell();
    expect(setting.told()).toEqual([`chat Ada: assigned ${dm.displayName}`]);
  });

  it('is tried as often after weeks of waiting for a person as right away', async () => {
    const { setting, dm } = await prepared();
    const bob = await setting.join(someone('Bob', 'channel'));
    await assign(setting, dm, bob);
    for (let day = 0; day < 30; day++) {
      await setting.tell();
      await setting.pass(DAY_MS);
    }
    await setting.usecases.remember(bob);
    setting.announceResults.push(...Array.from({ length: 10 }, () => DOWN));
    expect(await toldOver(setting, 24 * 60)).toHaveLength(11);
  });

  it('is not lost if the bot meets the person at the moment when it is put off', async () => {
    const { setting, dm } = await prepared();
    const bob = await setting.join(someone('Bob', 'channel'));
    await assign(setting, dm, bob);
    const { outbox } = setting.ledger;
    const meanwhile: typeof outbox = {
      ...outbox,
      wait: async (...args) => {
        await setting.usecases.remember(bob);
        return outbox.wait(...args);
      },
    };
    Object.assign(setting.ledger, { outbox: meanwhile });
    await setting.tell();
    expect(setting.told()).toEqual([`chat Bob: assigned ${dm.displayName}`]);
  });

  it('holds up no other message', async () => {
    const { setting, dm, ada } = await prepared();
    const people = [ada];
    for (const name of ['Bob', 'Cleo', 'Dora']) people.push(await setting.join(someone(name, 'personal')));
    await assign(setting, dm, ...people);
    const { announcer } = setting.deps;
    const { post } = announcer;
    let faults = 0;
    Object.assign(announcer, {
      post: async (...args: Parameters<typeof post>) => {
        const [place] = args;
        if (place.kind === 'chat' && place.person.name === 'Bob' && faults++ < 3) throw new Error('poison');
        return post(...args);
      },
    });
    await setting.tell();
    expect(setting.told()).toHaveLength(3);
    for (let minute = 0; minute < 3; minute++) {
      setting.clock.pass(60_000);
      await setting.tell();
    }
    expect(setting.told()).toEqual([`chat Bob: assigned ${dm.displayName}`]);
  });
});

describe('a message that makes the bot itself fail', () => {
  /** Drawing anything for Bob fails. */
  async function poisoned() {
    const { setting, dm, ada } = await prepared();
    const bob = await setting.join(someone('Bob', 'personal'));
    const { announcer } = setting.deps;
    const { post } = announcer;
    const bad = { is: true };
    Object.assign(announcer, {
      post: async (...args: Parameters<typeof post>) => {
        const [place] = args;
        if (bad.is && place.kind === 'chat' && place.person.name === 'Bob') throw new Error('poison');
        return post(...args);
      },
    });
    await assign(setting, dm, ada, bob);
    return { setting, dm, bad };
  }

  it('is given up after a few attempts, its neighbours arrive, and the administrators hear of it', async () => {
    const { setting, dm } = await poisoned();
    for (let hour = 0; hour < 24; hour++) {
      await setting.tell();
      setting.clock.pass(HOUR_MS);
    }
    expect(setting.told()).toEqual([`chat Ada: assigned ${dm.displayName}`]);
    expect(setting.notices).toEqual([{ kind: 'undelivered', count: 1 }]);
    const dead = await setting.ledger.outbox.dead();
    expect(dead).toMatchObject([{ content: { kind: 'assigned' }, code: 'Fault' }]);
    expect(await setting.rows('message.undelivered')).toMatchObject([{ detail: 'assigned to person; Fault' }]);
  });

  it('is in the list of what was not delivered, from where an administrator sends it again', async () => {
    const { setting, dm, bad } = await poisoned();
    for (let hour = 0; hour < 24; hour++) {
      await setting.tell();
      await setting.pass(HOUR_MS);
    }
    setting.told();
    bad.is = false;
    const listed = expectKind(await setting.run({ kind: 'undelivered' }, setting.administrator), 'undelivered');
    expect(listed.messages).toMatchObject([{ about: 'assigned', to: { kind: 'person', name: 'Bob' }, items: 0 }]);
    const [{ message } = { message: '' }] = listed.messages;
    await setting.run({ kind: 'undelivered-act', act: 'retry', message }, setting.administrator);
    await setting.tell();
    expect(setting.told()).toEqual([`chat Bob: assigned ${dm.displayName}`]);
    expect(await setting.rows('message.retried')).toHaveLength(1);
  });

  it('is tried for a day if it is the directory that fails', async () => {
    const { setting, dm, ada } = await prepared();
    await setting.assign(ada, dm);
    await setting.request(await setting.join(someone('Carl', 'personal')), dm.displayName);
    await setting.usecases.routeRequests();
    for (let attempt = 0; attempt < 8; attempt++) {
      setting.directory.failNext('everything', new DirectoryFault('unreachable', { ambiguous: false }));
      await setting.usecases.sendOutbox();
      setting.clock.pass(HOUR_MS);
    }
    expect(await setting.ledger.outbox.dead()).toEqual([]);
    await setting.usecases.sendOutbox();
    expect(setting.told()).toEqual(['chat Ada: request waiting, may confirm']);
  });
});

describe('the task that sends messages', () => {
  it('ends at `stopping` after the current message, and goes on later', async () => {
    const { setting, dm, ada } = await prepared();
    const people = [ada];
    for (const name of ['Bob', 'Cleo', 'Dora']) people.push(await setting.join(someone(name, 'personal')));
    await assign(setting, dm, ...people);
    const stop = new AbortController();
    const { announcer } = setting.deps;
    const { post } = announcer;
    Object.assign(announcer, {
      post: (...args: Parameters<typeof post>) => {
        stop.abort();
        return post(...args);
      },
    });
    await setting.tell(stop.signal);
    expect(setting.told()).toHaveLength(1);
    await setting.tell(stop.signal);
    expect(setting.told()).toHaveLength(0);
    await setting.tell();
    expect(setting.told()).toHaveLength(3);
  });

  it('sends each message once if several processes send', async () => {
    const { setting, dm, ada } = await prepared();
    const people = [ada];
    for (let index = 0; index < 20; index++) people.push(await setting.join(someone(`P${index}`, 'personal')));
    await assign(setting, dm, ...people);
    await Promise.all([setting.tell(), setting.tell(), setting.tell()]);
    expect(new Set(setting.told()).size).toBe(21);
    expect(setting.posts).toHaveLength(21);
  });

  it('ends after two minutes, and wakes itself for the rest', async () => {
    const { setting, dm, ada } = await prepared();
    const people = [ada];
    for (let index = 0; index < 5; index++) people.push(await setting.join(someone(`P${index}`, 'personal')));
    await assign(setting, dm, ...people);
    const { announcer } = setting.deps;
    const { post } = announcer;
    Object.assign(announcer, {
      post: (...args: Parameters<typeof post>) => {
        setting.clock.pass(50_000);
        return post(...args);
      },
    });
    setting.woken.length = 0;
    await setting.tell();
    expect(setting.told()).toHaveLength(3);
    expect(setting.woken).toContain('send-outbox');
  });
});

describe('the card of a request that cannot be sent', () => {
  /** Carl has asked, and nothing was sent yet. */
  async function asked() {
    const { setting, dm, ada } = await prepared();
    await setting.assign(ada, dm);
    const carl = await setting.join(someone('Carl', 'personal'));
    await setting.request(carl, dm.displayName);
    return { setting, ada };
  }

  it.each([
    ['is refused', [REFUSED], 1],
    ['cannot be sent for a day', Array.from({ length: 2_000 }, () => DOWN), 26 * 60],
  ])('goes to the administrators, and ends there, if for its manager it %s', async (_how, results, minutes) => {
    const { setting } = await asked();
    setting.announceResults.push(...results);
    await tellOver(setting, minutes, () => {});
    setting.announceResults.length = 0;
    await setting.tell();
    setting.clock.pass(HOUR_MS);
    await setting.tell();
    expect(setting.told().filter((line) => line.startsWith('chat Eve'))).not.toEqual([]);
    await setting.pass(DAY_MS);
    await setting.tell();
    expect(setting.told()).toEqual([]);
  });

  it('ends with the administrators if every chat refuses it', async () => {
    const { setting } = await asked();
    setting.announceResults.push(...Array.from({ length: 20 }, () => REFUSED));
    await setting.tell();
    expect(setting.told()).toEqual([
      'chat Ada: request waiting, may confirm',
      'chat Eve: request waiting, may nothing',
    ]);
    await setting.pass(2 * DAY_MS);
    await setting.tell();
    expect(setting.told()).toEqual([]);
    expect(setting.notices).toEqual([{ kind: 'undelivered', count: 1 }]);
  });

  it('waits until the bot meets an administrator if it knows none', async () => {
    const { setting } = await asked();
    await setting.ledger.conversations.lost(setting.administrator.person);
    setting.announceResults.push(GONE);
    for (let hour = 0; hour < 50; hour++) {
      await setting.tell();
      setting.clock.pass(HOUR_MS);
    }
    expect(setting.told()).toEqual(['chat Ada: request waiting, may confirm']);
    await setting.usecases.remember(setting.administrator);
    setting.clock.pass(HOUR_MS);
    await setting.tell();
    expect(setting.told()).toEqual(['chat Eve: request waiting, may nothing']);
  });

  it('is tried as often as other messages if it comes to the administrators after days', async () => {
    const { setting } = await asked();
    await setting.ledger.conversations.lost(setting.administrator.person);
    setting.announceResults.push(REFUSED);
    await setting.tell();
    await setting.pass(7 * DAY_MS);
    await setting.usecases.remember(setting.administrator);
    setting.told();
    setting.announceResults.push(...Array.from({ length: 10 }, () => DOWN));
    expect(await toldOver(setting, 24 * 60)).toHaveLength(11);
  });

  it('stays as it is if it cannot be redrawn', async () => {
    for (const result of [GONE, REFUSED]) {
      const { setting, ada } = await asked();
      await setting.tell();
      const [open] = await setting.ledger.requests.open();
      await setting.review(ada, open?.id ?? '', 'decline');
      setting.announceResults.push(result, result);
      await setting.tell();
      setting.told();
      await setting.pass(2 * DAY_MS);
      await setting.tell();
      expect(setting.told().filter((line) => line.startsWith('update'))).toEqual([]);
    }
  });
});
