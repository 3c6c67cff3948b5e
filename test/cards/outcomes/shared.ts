import type { TokenTarget } from '../../../bot/domain/secrets/token-target.ts';
import { HELP_TOPICS, type HelpTopic } from '../../../bot/domain/shared/command.ts';
import type { Beside, Note, SharedOutcome } from '../../../bot/domain/shared/outcome.ts';
import type { Refusal } from '../../../bot/domain/shared/refusal.ts';
import { COMMANDS } from '../../../bot/usecases/commands.ts';
import { pointsOf } from '../../../bot/usecases/shared/help.ts';
import { REFUSALS } from '../../../cards/shared/sentences.ts';
import { APIS } from '../../bot/domain/shared/apis.ts';
import {
  ALTERNATIVE,
  CERTIFIED,
  DM,
  LIST,
  LOGGED,
  ODD,
  OVERLONG,
  PERMITTED,
  SEVERAL_EXPIRED,
  SMC,
  UNREAD,
  USED,
  WAITING,
} from './applications.ts';
import { NOTES } from './notes.ts';
import { each, named, type OutcomeSamples } from './variants.ts';

const REFUSAL_KINDS = Object.keys(REFUSALS) as readonly Refusal[];
const lines = COMMANDS.flatMap(({ help: own = [] }) => own);
const help = {
  kind: 'help',
  topic: 'overview',
  apis: APIS,
  example: {
    tokenUrl: 'https://login.microsoftonline.com/example.org/oauth2/v2.0/token',
    scope: 'api://example/.default',
    clientId: undefined,
  },
  signedIn: false,
  commands: commandsOf('overview'),
} as const;
/** The production of one API is asked at another address; the other API has one scope for both environments. */
const TARGETS: readonly TokenTarget[] = [
  { api: 'DM', environment: 'production', tokenUrl: 'https://login.example/a', scope: 'api://dm/.default' },
  { api: 'DM', environment: 'sandbox', tokenUrl: 'https://login.example/b', scope: 'api://dm/.default' },
  { api: 'SMC', environment: 'production', tokenUrl: 'https://login.example/b', scope: 'api://smc/.default' },
  { api: 'SMC', environment: 'sandbox', tokenUrl: 'https://login.example/b', scope: 'api://smc/.default' },
];
const likeliest: { readonly beside: Beside } = { beside: { purpose: 'show', hint: '', others: [ALTERNATIVE] } };
const choose = { kind: 'choose-application', query: 'voorbeeld', candidates: [DM, SMC, ALTERNATIVE] } as const;
const notes = [...named<Note>(NOTES)].map(([name, note]) => [name, { kind: 'note', note } as const] as const);

export const SHARED_OUTCOMES = {
  help: {
    ...each(HELP_TOPICS, (topic) => ({ ...help, topic, commands: commandsOf(topic) })),
    'token-named': {
      ...help,
      topic: 'token',
      commands: [],
      example: { ...help.example, clientId: SMC.clientId },
      signedIn: true,
    },
    'token-targets': {
      ...help,
      topic: 'token',
      commands: [],
      example: { ...help.example, targets: TARGETS },
    },
    'signed-in': { ...help, signedIn: true },
    colleague: { ...help, signedIn: true, audience: 'colleague' },
    manager: { ...help, signedIn: true, audience: 'manager' },
    administrator: { ...help, signedIn: true, audience: 'administrator' },
    'commands-administrator': { ...help, topic: 'commands', signedIn: true, commands: commandsOf('commands', true) },
  },
  applications: {
    plain: { ...LIST, applications: [DM, SMC, ALTERNATIVE, ODD], total: 4 },
    used: { ...LIST, applications: [ODD, USED, UNREAD], total: 3 },
    certified: { ...LIST, applications: [CERTIFIED], total: 1 },
    permitted: { ...LIST, applications: [PERMITTED], total: 1 },
    middle: { ...LIST, applications: [SMC, ODD], filter: 'voorbeeld', page: 2, pages: 3, total: 27 },
    empty: { ...LIST, applications: [], filter: 'zzz', total: 0 },
    'of-an-administrator': { ...LIST, applications: [DM], total: 1, mayShowAll: true },
    all: {
      ...LIST,
      applications: [SMC, { ...DM, readOnly: true }, { ...ODD, readOnly: true }],
      filter: 'NL cannot connect',
      pages: 2,
      total: 7,
      whose: 'all',
      mayShowAll: true,
    },
    'some-gone': { ...LIST, applications: [DM], total: 1, gone: [SMC, { clientId: ODD.clientId, displayName: '' }] },
  },
  'applications-gone': {
    plain: { kind: 'applications-gone', applications: [SMC] },
    several: { kind: 'applications-gone', applications: [SMC, { clientId: ODD.clientId, displayName: '' }] },
  },
  'no-applications': { plain: { kind: 'no-applications' } },
  application: {
    overlong: { kind: 'application', application: OVERLONG },
    'several-expired': { kind: 'application', application: SEVERAL_EXPIRED },
    certified: { kind: 'application', application: CERTIFIED },
    permitted: { kind: 'application', application: PERMITTED },
    plain: { kind: 'application', application: SMC },
    likeliest: { kind: 'application', application: SMC, ...likeliest },
    used: { kind: 'application', application: USED },
    logged: { kind: 'application', application: LOGGED },
    bare: { kind: 'application', application: ODD },
    waiting: { kind: 'application', application: WAITING },
    'read-only': { kind: 'application', application: { ...SMC, readOnly: true } },
    'read-only-dark': { kind: 'application', application: { ...WAITING, readOnly: true } },
  },
  'choose-application': {
    plain: { ...choose, purpose: 'create', hint: '' },
    managers: { ...choose, purpose: 'managers', hint: '', candidates: [SMC, DM] },
    audit: { ...choose, purpose: 'audit', hint: '90', candidates: [SMC, DM] },
  },
  'not-found': {
    plain: { kind: 'not-found', purpose: 'show', query: 'vorbeld', suggestions: [SMC, DM] },
    'at-all': { kind: 'not-found', purpose: 'show', query: 'zzz', suggestions: [] },
    managers: { kind: 'not-found', purpose: 'managers', query: 'zzz', suggestions: [SMC] },
  },
  note: Object.fromEntries(notes),
  working: { plain: { kind: 'working' } },
  refused: each(REFUSAL_KINDS, (refusal) => ({
    kind: 'refused',
    refusal,
    reference: refusal === 'fault' ? '1a2b3c4d' : undefined,
  })),
  unknown: {
    plain: { kind: 'unknown', text: 'make me a sandwich', likely: ['create', 'list', 'help'] },
    'of-the-version-before': { kind: 'unknown', text: 'make me a sandwich' },
  },
  thanks: { plain: { kind: 'thanks' } },
} satisfies OutcomeSamples<SharedOutcome>;

/** What help says of the commands. `all`: as if e-mail were set up, to an administrator. */
function commandsOf(topic: HelpTopic, all = false) {
  return pointsOf(lines, topic, { mail: all, administrators: all });
}
