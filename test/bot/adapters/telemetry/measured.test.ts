import { describe, expect, it } from 'vitest';
import { measuredCommands } from '../../../../bot/adapters/teams/inbound/measured-turns.ts';
import {
  createGauges,
  measuredDelivery,
  measuredLedger,
  measuredMailer,
  measuredSend,
} from '../../../../bot/adapters/telemetry/index.ts';
import type { SweepReport } from '../../../../bot/domain/reminders/sweep.ts';
import { SecretValue } from '../../../../bot/domain/secrets/issued-secret.ts';
import type { Outcome } from '../../../../bot/domain/shared/outcome.ts';
import type { QueueState } from '../../../../bot/ports/messages/backlog.ts';
import type { Delivery, DeliveryResult, SecretMessage } from '../../../../bot/ports/secrets/delivery.ts';
import type { UseCases } from '../../../../bot/usecases/index.ts';
import { event, later, NOW, someone } from '../../../contracts/samples/ledger.ts';
import { createTestLedger } from '../../../ledger/test-ledger.ts';
import { recordingTelemetry } from './recording.ts';

const SWEEP: SweepReport = {
  startedAt: NOW,
  finishedAt: later(90_000),
  by: undefined,
  ...{ applications: 12, secrets: 30, due: 2, digests: 1 },
  result: 'completed',
  failures: 0,
  leaversDoubted: false,
};

const MESSAGE: SecretMessage = {
  nonce: 'n',
  application: { clientId: 'c', displayName: 'canary' },
  secret: { keyId: 'k', name: 'canary', hint: 'can', start: NOW, end: later(1e9) },
  value: new SecretValue('canary'),
  minutes: 10,
};

describe('commands', () => {
  const asker = someone();
  const run = async (answer: () => Promise<Outcome>) => {
    const telemetry = recordingTelemetry();
    const asked: Pick<UseCases, 'run' | 'exchange'> = { run: answer, exchange: async () => ({ kind: 'duplicate' }) };
    const usecases = measuredCommands(asked, telemetry);
    await usecases.run({ kind: 'unsupported', text: 'canary' }, asker).catch(() => undefined);
    return telemetry.seen;
  };

  it('are counted by kind, outcome and refusal; only the span has the reference', async () => {
    const outcome = { kind: 'refused', refusal: 'busy', reference: '0123abcd' } as const;
    expect(await run(async () => outcome)).toEqual([
      { what: 'commands', attributes: { command: 'unsupported', outcome: 'refused', refusal: 'busy' } },
      {
        what: 'command',
        attributes: { command: 'unsupported', outcome: 'refused', refusal: 'busy', reference: '0123abcd' },
      },
    ]);
  });

  it('are counted as faults if they end in a fault', async () => {
    expect(await run(() => Promise.reject(new Error('canary')))).toEqual([
      { what: 'commands', attributes: { command: 'unsupported', outcome: 'fault' } },
      { what: 'command', attributes: { command: 'unsupported', outcome: 'fault', result: 'failed' } },
    ]);
  });

  it('are counted with the need of the sign-in that they ask for', async () => {
    const asked = { kind: 'sign-in', need: 'step-up', signInId: 'x', url: 'x', sso: false, lack: undefined } as const;
    expect(await run(async () => asked)).toContainEqual({
      what: 'sign-ins',
      attributes: { need: 'step-up', step: 'asked' },
    });
  });
});

describe('messages with a secret’s value', () => {
  const receipt = { conversation: someone().conversation, activityId: 'a', targeted: true };
  const over = (result: DeliveryResult, remove: Delivery['remove'] = async () => 'gone'): Delivery => ({
    here: async () => result,
    personally: async () => result,
    remove,
  });

  it.each([{ kind: 'delivered', receipt } as const, { kind: 'refused' } as const, { kind: 'unknown' } as const])(
    'are counted by kind and place, with their result: $kind',
    async (result) => {
      const telemetry = recordingTelemetry();
      const delivery = measuredDelivery(over(result), telemetry);
      expect(await delivery.here(someone(), MESSAGE)).toBe(result);
      expect(await delivery.personally(someone(), MESSAGE)).toBe(result);
      expect(telemetry.seen).toEqual([
        { what: 'deliveries', attributes: { to: 'here', result: result.kind } },
        { what: 'deliveries', attributes: { to: 'personal', result: result.kind } },
      ]);
    },
  );

  it('are counted when they are removed and when their removal fails', async () => {
    const telemetry = recordingTelemetry();
    await measuredDelivery(over({ kind: 'refused' }), telemetry).remove(receipt);
    const failing = measuredDelivery(
      over({ kind: 'refused' }, () => Promise.reject(new Error('no'))),
      telemetry,
    );
    await expect(failing.remove(receipt)).rejects.toThrow('no');
    expect(telemetry.seen.map(({ attributes }) => attributes)).toEqual([{ result: 'gone' }, { result: 'failed' }]);
  });
});

it('counts a request to Graph by its status, with throttling and “no answer” apart, and never by its address', async () => {
  const telemetry = recordingTelemetry();
  const answers = [200, 429, 503].map((status) => async () => new Response(null, { status }));
  const replies = [...answers, () => Promise.reject(new Error('down')), async () => new Response()];
  const send = measuredSend(telemetry, 'https://graph.test', async () => (await replies.shift()?.()) ?? new Response());
  for (let i = 0; i < 4; i++) await send('https://graph.test/v1.0/applications(appId=canary)').catch(() => undefined);
  await send('https://login.test/canary/token', { method: 'post' });
  expect(telemetry.seen.map(({ attributes }) => attributes)).toEqual([
    { service: 'graph', method: 'GET', status: '2xx' },
    { service: 'graph', method: 'GET', status: '429' },
    { service: 'graph', method: 'GET', status: '5xx' },
    { service: 'graph', method: 'GET', status: 'none', result: 'failed' },
    { service: 'login', method: 'POST', status: '2xx' },
  ]);
});

it('counts an e-mail by the result of its attempt', async () => {
  const telemetry = recordingTelemetry();
  const gone = async () => ({ kind: 'gone', code: 'canary' }) as const;
  const mailer = measuredMailer({ send: gone, sendTo: gone }, telemetry);
  const digest = { id: 'x', asOf: NOW, items: [], audience: 'person' };
  await Reflect.apply(mailer.send, mailer, [{ tid: 't', oid: 'o' }, digest, 'html']);
  await Reflect.apply(mailer.sendTo, mailer, [{ address: 'canary' }, { kind: 'digest', digest }]);
  expect(telemetry.seen).toEqual([
    { what: 'announcements', attributes: { to: 'mail', operation: 'send', result: 'gone' } },
    { what: 'announcements', attributes: { to: 'contact', operation: 'send', result: 'gone' } },
  ]);
});

it('counts a finished sign-in by its need and a sweep by its result and duration', async () => {
  const telemetry = recordingTelemetry();
  const ledger = measuredLedger(await createTestLedger(), telemetry);
  const { person } = someone();
  const session = {
    person,
    name: 'canary',
    roles: [],
    acrs: [],
    authTime: NOW,
    issuedAt: NOW,
    signedInAt: NOW,
    expiresAt: NOW,
  };
  await ledger.sessions.start(session, event({ action: 'session.started' }));
  await ledger.sessions.start(session, event({ action: 'session.stepped-up' }));
  await ledger.sweeps.record(SWEEP, event({ action: 'sweep.run' }), []);
  const told = telemetry.seen.filter(({ what }) => what !== 'ledger');
  expect(told).toEqual([
    { what: 'sign-ins', attributes: { need: 'read', step: 'done' } },
    { what: 'sign-ins', attributes: { need: 'step-up', step: 'done' } },
    { what: 'sweep 90 s', attributes: { result: 'completed' } },
  ]);
});

describe('the gauges', () => {
  const queues: readonly QueueState[] = [
    { queue: 'outbox', depth: 3, oldest: later(-60_000) },
    { queue: 'mail', depth: 0, oldest: undefined },
  ];
  const backlog = { queues: async () => queues };
  const QUEUES = [
    { level: 'queue.depth', value: 3, attributes: { queue: 'outbox' } },
    { level: 'queue.oldest', value: 60, attributes: { queue: 'outbox' } },
    { level: 'queue.depth', value: 0, attributes: { queue: 'mail' } },
    { level: 'queue.oldest', value: 0, attributes: { queue: 'mail' } },
  ];

  it('have no value for the sweep if none has completed', async () => {
    const { sweeps } = await createTestLedger();
    await sweeps.record({ ...SWEEP, result: 'failed' }, event({ action: 'sweep.run' }), []);
    expect(await createGauges(sweeps, backlog, () => NOW)()).toEqual(QUEUES);
  });

  it('give the age of the log of sign-ins, which is that of the refusal that was asked for longest ago', async () => {
    const { sweeps, outages } = await createTestLedger();
    const gauges = createGauges(sweeps, backlog, () => later(100_000), outages);
    const read = (why: string, at: number) =>
      outages.look(
        { question: `refused ${why}`, from: NOW, until: later(at), askedAt: NOW },
        ...([[], NOW, () => []] as const),
      );
    await read('expired', 90_000);
    await read('unknown', 70_000);
    expect(await gauges()).not.toContainEqual(expect.objectContaining({ level: 'sign-in-log.age' }));
    await read('disabled', 80_000);
    expect(await gauges()).toContainEqual({ level: 'sign-in-log.age', value: 30 });
  });

  it('give the age of the last completed sweep, even if later ones failed, and the length of each queue', async () => {
    const { sweeps } = await createTestLedger();
    await sweeps.record(SWEEP, event({ action: 'sweep.run' }), []);
    await sweeps.record({ ...SWEEP, result: 'suspicious', applications: 1 }, event({ action: 'sweep.run' }), []);
    expect(await createGauges(sweeps, backlog, () => later(100_000))()).toEqual([
      { level: 'sweep.age', value: 10 },
      { level: 'sweep.applications', value: 12 },
      ...QUEUES.map((reading) => (reading.value === 60 ? { ...reading, value: 160 } : reading)),
    ]);
  });
});
