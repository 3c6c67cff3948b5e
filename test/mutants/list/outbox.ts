import { mutantsOf } from '../mutant.ts';

const SEND = ['test/bot/usecases/messages/send-outbox.test.ts'];
const LEDGER = ['test/contracts/ledger/ledger.test.ts'];

/** That no message is lost, and at most one is sent twice. */
export const OUTBOX = [
  ...mutantsOf('bot/usecases/messages/attempt.ts', SEND, [
    [
      'if (tries === SETTLE_TRIES || !(cause instanceof LedgerFault)) throw cause;',
      'throw cause;',
      'what has arrived is written down',
    ],
    [
      'const isPoison = !(cause instanceof DirectoryFault) && due.attempts >= POISON_ATTEMPTS;',
      'const isPoison = due.attempts >= POISON_ATTEMPTS;',
      'an outage of the directory loses no message',
    ],
    ['due.attempts >= POISON_ATTEMPTS;', 'due.attempts >= 500;', 'a message that makes the bot fail is given up'],
    [
      'if (dueAt === undefined) return giveUp(sending, code);',
      'if (dueAt === undefined) return;',
      'a message that is given up is told',
    ],
    [
      'if (alarm !== undefined) await deps.jobs.wake(TASK_OF.teams, alarm.notBefore);',
      '',
      'administrators hear of a lost message soon',
    ],
    [
      "return result.kind === 'sent' || (result.kind === 'later' && result.maybe);",
      "return result.kind === 'later' && result.maybe;",
      'what may have arrived is not called new',
    ],
    [
      'await deps.ledger.outbox.giveUp(due.id, code, given.audit, alarm === undefined ? [] : [alarm]);',
      'await deps.ledger.outbox.giveUp(due.id, code, given.audit, []);',
      'administrators hear of a lost message',
    ],
    [
      "if (given.kind === 'administrators') return passOn(sending);",
      '',
      'what must be heard goes to the administrators',
    ],
  ]),
  ...mutantsOf('bot/usecases/messages/send-outbox.ts', SEND, [
    ['if (stopping?.aborted === true) return;', '', 'a process that stops takes up no more'],
    ['if (now.getTime() > until) {', 'if (now.getTime() > until + 9_000_000) {', 'a run of the task ends'],
  ]),
  ...mutantsOf(
    'bot/usecases/messages/send-outbox.ts',
    ['test/bot/usecases/reminders/digest-content.test.ts'],
    [["if (lanes.includes('teams')) await wakeOthers(deps, lanes);", '', 'each lane is woken']],
  ),
  ...mutantsOf(
    'bot/domain/messages/retry.ts',
    ['test/bot/domain/messages/retry.test.ts'],
    [
      ['const GIVE_UP_MS = 24 * 60 * 60_000;', 'const GIVE_UP_MS = 60_000;', 'a message is tried for a day'],
      ['isOld && attempts >= LEAST_ATTEMPTS', 'isOld', 'an old message is tried some times'],
      ['|| (maybe && attempts >= UNCLEAR_ATTEMPTS);', ';', 'what may arrive each time is not sent for ever'],
      [
        'if (createdAt === undefined) return attempts >= REDRAW_ATTEMPTS;',
        'if (createdAt === undefined) return false;',
        'a card is not redrawn for ever',
      ],
      [
        'Math.max(failed.afterMs, Math.min(own, LEAST_PATIENCE_MS))',
        'failed.afterMs',
        'a service that says "at once" is not believed',
      ],
      ['Math.min(pause, LONGEST_PAUSE_MS)', 'pause', 'pauses have a longest'],
      ['* (1 - jitter / 2);', ';', 'messages do not come back together'],
    ],
  ),
  ...mutantsOf('bot/adapters/postgres/messages/outbox.ts', LEDGER, [
    ['lte(outgoing.dueAt, now), free))', 'lte(outgoing.dueAt, now)))', 'a message is sent by one process'],
    ['and(eq(outgoing.lane, lane), lte', 'and(lte', 'a lane holds up no other'],
    [
      "maybe: sql`${outgoing.maybe} OR ${outgoing.state} = 'sending'`,",
      'maybe: outgoing.maybe,',
      'a message whose sender died may have arrived',
    ],
    [
      "const changed = await changeIn(tx, id, eq(outgoing.state, 'dead'), again);",
      'const changed = await changeIn(tx, id, undefined, again);',
      'only a message that was given up is sent again',
    ],
    [
      'if (dropped) await appendAudits(tx, audit);',
      'await appendAudits(tx, audit);',
      'what was not dropped is not recorded',
    ],
    [
      'if (await changeIn(tx, id, UNSENT, dead)) await extrasIn',
      'await changeIn(tx, id, UNSENT, dead);\n        await extrasIn',
      'a message is given up once',
    ],
    [
      'if (await removeUnsentIn(tx, id)) await putIn(tx, messages);',
      'await removeUnsentIn(tx, id);\n        await putIn(tx, messages);',
      'what was sent is not replaced',
    ],
    ['.orderBy(IS_DIGEST, ne', '.orderBy(ne', 'digests wait for everything else'],
    [
      'if (row.woken || others.length > 0) return false;',
      'if (row.woken) return false;',
      'a waiting reader is told of once',
    ],
    [
      'const woken = sql`coalesce(${underWay}, false)`;',
      'const woken = false;',
      'a message under way is due again after that',
    ],
    ['state: RESTING,', "state: 'waiting',", 'a card that was sent stays so'],
    ['maybe: sql`${outgoing.maybe} OR ${maybe}`', 'maybe', 'what may have arrived stays so'],
  ]),
  ...mutantsOf(
    'bot/adapters/postgres/messages/outbox.ts',
    ['test/bot/adapters/postgres/messages/one-outbox-migration.test.ts'],
    [
      [
        "if (row === undefined || row.state === 'sent') return;",
        'if (row === undefined) return;',
        'a message is sent once',
      ],
    ],
  ),
  ...mutantsOf(
    'bot/adapters/postgres/base/jobs/wake.ts',
    ['test/bot/adapters/postgres/base/jobs/wake.test.ts'],
    [
      ['before !== undefined && slot - now > SURELY_WAITING_MS', 'before !== undefined', 'a wake-up is not lost'],
      ['sent.delete(key);', '', 'a wake-up that failed is sent again'],
    ],
  ),
];
