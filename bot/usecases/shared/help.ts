import { type TokenSettings, tokenTargets } from '../../domain/secrets/token-target.ts';
import type { ApplicationRef } from '../../domain/shared/application.ts';
import { HELP_TOPICS, type HelpTopic } from '../../domain/shared/command.ts';
import { parseApplicationName } from '../../domain/shared/naming.ts';
import {
  HELP_SECTIONS,
  type HelpAudience,
  type HelpPoint,
  type Outcome,
  type TokenExample,
} from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { folded } from '../../domain/shared/text.ts';
import { unwrapped } from '../../domain/shared/typed.ts';
import { ADMIN_ROLE, satisfies } from '../../domain/sign-in/session.ts';
import { findMine, isApplication } from './applications.ts';
import type { CommandModule, HelpLine } from './command-module.ts';
import type { TurnDeps } from './deps.ts';
import { carries, oneOf, QUERY } from './fields.ts';

interface HelpCommand {
  readonly kind: 'help';
  readonly topic: HelpTopic;
  readonly query: string;
}

/** The words that name a page, after `help`. */
const TOPIC_WORDS: Readonly<Record<HelpTopic, readonly string[]>> = {
  overview: [],
  commands: ['commands', 'command', 'all'],
  guide: ['guide', 'more'],
  credentials: ['credentials', 'credential', 'client', 'secret', 'secrets'],
  token: ['token', 'tokens', 'bearer'],
  rotation: ['rotation', 'rotate'],
  donts: ['donts', "don'ts", 'don’ts', 'do-nots'],
  naming: ['naming', 'names', 'name'],
  access: ['access', 'role', 'roles'],
};

/** One page of the guide. `lines`: what the modules of all commands say, in their order; asked when help is shown. */
export function helpCommand(lines: () => readonly HelpLine[]): CommandModule<HelpCommand> {
  return {
    kind: 'help',
    words: ['help', '?'],
    read: readHelp,
    readWhole: (text) => (text === '' ? readHelp('') : undefined),
    button: carries('help', { topic: oneOf(HELP_TOPICS), query: QUERY }),
    need: 'nothing',
    help: [{ section: 'account', lead: 'help', text: '– what I can do, and how client secrets work' }],
    menu: [
      {
        title: 'help',
        text: 'What I can do, and how client secrets work',
        scopes: ['personal', 'team', 'groupChat'],
      },
    ],
    perform: (deps, command, asker) => help(deps, command, lines(), asker),
  };
}

function readHelp(rest: string): HelpCommand {
  const [first = '', ...others] = rest.split(' ');
  const topic = HELP_TOPICS.find((each) => TOPIC_WORDS[each].includes(folded(unwrapped(first)))) ?? 'overview';
  return { kind: 'help', topic, query: topic === 'token' ? others.join(' ') : '' };
}

/** Help needs no sign-in; only the example for a named application does, and falls back to a placeholder. */
async function help(
  deps: TurnDeps,
  { topic, query }: HelpCommand,
  lines: readonly HelpLine[],
  asker: Asker,
): Promise<Outcome> {
  const now = deps.clock();
  const { policy } = deps.settings;
  const { session, managed } = await deps.askerFacts();
  const signedIn = session !== undefined && satisfies(session, 'read', policy, now);
  const isNamed = topic === 'token' && query.trim() !== '' && signedIn;
  const found = isNamed ? await findMine(deps, 'show', query) : undefined;
  const named = found !== undefined && isApplication(found) ? found : undefined;
  const administrators = signedIn && session.roles.includes(ADMIN_ROLE);
  const shown = { mail: deps.mailer !== undefined, administrators };
  // In a channel everybody reads help: it tells of a role only if the person has signed in.
  const isManager = managed.length > 0 && (signedIn || asker.conversation.kind === 'personal');
  return {
    kind: 'help',
    topic,
    apis: deps.settings.apis,
    example: tokenExample(deps.settings, named),
    signedIn,
    audience: audienceOf({ administrators, isManager, signedIn }),
    commands: pointsOf(lines, topic, shown),
  };
}

/** One example if all targets are asked in the same way, or else one for each of them. */
function tokenExample(settings: TokenSettings, named: ApplicationRef | undefined): TokenExample {
  const name = named === undefined ? undefined : parseApplicationName(settings.apis, named.displayName);
  const targets = tokenTargets(settings, name);
  const { tokenUrl, scope } = targets[0] ?? { tokenUrl: settings.apiTokenUrl, scope: settings.apiScope };
  const isOne = targets.every((target) => target.tokenUrl === tokenUrl && target.scope === scope);
  return { tokenUrl, scope, clientId: named?.clientId, targets: isOne ? undefined : targets };
}

function audienceOf(is: Readonly<Record<'administrators' | 'isManager' | 'signedIn', boolean>>): HelpAudience {
  if (is.administrators) return 'administrator';
  if (is.isManager) return 'manager';
  return is.signedIn ? 'colleague' : 'newcomer';
}

/** The lines of one page, in the order of their headings. Commands that do not work here, or not for this person, are left out. */
export function pointsOf(
  lines: readonly HelpLine[],
  topic: HelpTopic,
  shown: { readonly mail: boolean; readonly administrators: boolean },
): readonly HelpPoint[] {
  const own = lines.filter((line) => (line.topic ?? 'commands') === topic && (shown.mail || line.needsMail !== true));
  const sections = HELP_SECTIONS.filter((section) => section !== 'administrators' || shown.administrators);
  return sections.flatMap((section) =>
    own.filter((line) => (line.section ?? 'secrets') === section).map(({ lead, text }) => ({ lead, text, section })),
  );
}
