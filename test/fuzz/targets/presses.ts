import fc from 'fast-check';
import { parseAction, parseMessage } from '../../../bot/adapters/teams/inbound/parse.ts';
import { SecretValue } from '../../../bot/domain/secrets/issued-secret.ts';
import { ADMIN_ROLE } from '../../../bot/domain/sign-in/session.ts';
import { COMMANDS } from '../../../bot/usecases/commands.ts';
import { renderNotice, renderOutcome, renderSecretMessage } from '../../../cards/index.ts';
import * as prepare from '../../access/prepare-scene.ts';
import { type AccessWorld, createWorld } from '../../access/world.ts';
import { read } from '../../bot/adapters/teams/inbound/messages.ts';
import { event } from '../../bot/usecases/shared/setting.ts';
import { actionsOf, nodesOf } from '../../cards/inspect.ts';
import { NAMED_NOTICES, NAMED_OUTCOMES } from '../../cards/outcomes/index.ts';
import { SECRET_MESSAGE } from '../../cards/outcomes/secrets.ts';
import { holds } from '../../journeys/canary.ts';
import { bends, bent, text } from '../bend.ts';
import { inTime, promise, targetOf } from '../target.ts';

const WHO = ['manager', 'manager of another', 'colleague', 'guest', 'administrator', 'signed out'] as const;
/** Those who may do something come more often. */
const ASKERS = [...WHO, 'manager', 'manager', 'manager', 'administrator', 'administrator'] as const;
const BUTTONS = buttons();
const FIELDS = fields();
const CHOICES = [
  '2027-08-01',
  '2026-12-24',
  'Matchwell',
  'Partner-NL-Matchwell-DM',
  'Jan',
  'true',
  '4',
  '1',
  'html',
  'off',
];
const WORDS = COMMANDS.flatMap(({ words = [] }) => words);

const press = fc.record({
  who: fc.constantFrom(...ASKERS),
  button: fc.nat(BUTTONS.length - 1),
  /** Which thing that exists takes the place of each id. */
  things: fc.array(fc.nat(40), { minLength: 6, maxLength: 6 }),
  /** What is typed or chosen in the fields of the card. */
  fields: fc.dictionary(fc.constantFrom(...FIELDS), fc.oneof(text, fc.constantFrom(...CHOICES)), { maxKeys: 4 }),
  changes: fc.oneof(fc.constant([]), bends(1), bends(4)),
});
const typed = fc.record({
  who: fc.constantFrom(...ASKERS),
  words: fc.constantFrom(...WORDS),
  rest: fc.array(fc.oneof(text, fc.constantFrom('Matchwell', 'Partner-NL-Matchwell-DM', 'all', 'NL', 'oO~')), {
    maxLength: 3,
  }),
});

/** Any button with any data, and any text: an answer that can be drawn, and nothing of others is touched. */
export const pressesTarget = targetOf('presses', fc.oneof({ weight: 3, arbitrary: press }, typed), async () => {
  const world = await createWorld();
  const things = await thingsOf(world);
  const theirs = JSON.stringify(world.setting.directory.truth(world.theirs.clientId)?.secrets);
  return {
    run: async (given) => {
      const { setting, people, ours } = world;
      const asker = people[given.who];
      await ready(world, given.who);
      // A form can be used once.
      const forms = await Promise.all(KINDS.map((kind) => prepare.secretForm(world, kind, asker)));
      const command = 'words' in given ? typedCommand(given) : pressedCommand(given, [...forms, ...things]);
      const { addSecret, removeSecret } = setting.directory.calls;
      const outcome = await inTime(setting.run(command, asker));
      const drawn = JSON.stringify(renderOutcome(outcome));
      promise(!setting.directory.values.some((value) => holds(drawn, value)), 'a value is on the card of the answer');
      const { calls } = setting.directory;
      const changed = calls.addSecret !== addSecret || calls.removeSecret !== removeSecret;
      promise(
        !changed || given.who === 'manager' || given.who === 'manager of another',
        `a secret is changed by ${given.who}`,
      );
      if (given.who !== 'manager of another')
        promise(
          JSON.stringify(setting.directory.truth(world.theirs.clientId)?.secrets) === theirs,
          'a foreign secret is changed',
        );
      setting.directory.put(ours);
    },
    close: async () => {},
  };
});

/** Everybody has the role and the sign-in that they began with. */
async function ready({ setting, people, ours, theirs }: AccessWorld, who: (typeof WHO)[number]): Promise<void> {
  const asker = people[who];
  setting.directory.put(theirs);
  if (who === 'manager') await setting.assign(asker, ours);
  if (who === 'manager of another') await setting.assign(asker, theirs);
  if (who === 'signed out') return void (await setting.ledger.sessions.end(asker.person, event));
  for (const clientId of [ours.clientId, theirs.clientId])
    if (who === 'colleague' || who === 'guest') await setting.ledger.assignments.remove(asker.person, clientId, event);
  await setting.signIn(asker, { roles: who === 'administrator' ? [ADMIN_ROLE] : [] });
}

function cards() {
  const outcomes = [...NAMED_OUTCOMES.values()].map((outcome) => renderOutcome(outcome));
  const notices = [...NAMED_NOTICES.values()].map((notice) => renderNotice(notice));
  const message = renderSecretMessage({ ...SECRET_MESSAGE, value: new SecretValue('value') });
  return [...outcomes, ...notices, message].map(({ card }) => card);
}

function buttons(): readonly { readonly verb: string; readonly data: unknown }[] {
  const all = cards()
    .flatMap(actionsOf)
    .filter(({ type }) => type === 'Action.Execute')
    .map(({ verb, data }) => ({ verb: String(verb), data }));
  return [...new Map(all.map((one) => [JSON.stringify([one.verb, Object.keys(Object(one.data))]), one])).values()];
}

/** The ids of all inputs of all cards. */
function fields(): readonly string[] {
  const inputs = cards()
    .flatMap(nodesOf)
    .filter(({ type }) => String(type).startsWith('Input.'));
  return [...new Set(inputs.map(({ id }) => String(id)))];
}

/** What buttons could be about: things of one's own and of others. */
async function thingsOf(world: AccessWorld): Promise<readonly string[]> {
  const { ours, theirs, old, fresh, people } = world;
  const [other = old] = theirs.secrets;
  return [
    ...[ours.clientId, theirs.clientId, old.keyId, fresh.keyId, other.keyId],
    ...(await Promise.all(KINDS.map((kind) => prepare.secretForm(world, kind, people.manager)))),
    await prepare.assignmentForm(world, people.administrator),
    await prepare.rotationAt(world, 'update'),
    await prepare.digestIn(world),
    await prepare.linkOf(world, ours),
    await prepare.contactOf(world, 'waiting'),
    await prepare.requestFor(world, prepare.applicant(), 'waiting'),
    await prepare.unexpectedAt(world, 'secret'),
  ];
}

const KINDS = ['create', 'delete'] as const;
const IDS = /^(nonce|id|clientId|keyId|digest|message|request|contact|credential|rotation)$/;

interface Pressed {
  readonly button: number;
  readonly things: readonly number[];
  readonly fields: Readonly<Record<string, string>>;
  readonly changes: Parameters<typeof bent>[1];
}

function pressedCommand({ button, things: chosen, fields: inputs, changes }: Pressed, things: readonly string[]) {
  const { verb, data } = BUTTONS[button % BUTTONS.length] ?? { verb: '', data: {} };
  let next = 0;
  const real = Object.entries(Object(data) as object).map(([key, value]) => {
    if (!IDS.test(key)) return [key, value];
    return [key, things[(chosen[next++ % chosen.length] ?? 0) % things.length]];
  });
  const action = { verb, data: bent({ ...Object.fromEntries(real), ...inputs }, changes) };
  return parseAction(read({ type: 'invoke', name: 'adaptiveCard/action', value: { action } })).command;
}

function typedCommand({ words, rest }: { words: string; rest: readonly string[] }) {
  return parseMessage(read({ text: [words, ...rest].join(' ') }));
}
