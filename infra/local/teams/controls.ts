import type { LocalGraph, SignInReportState } from '../graph/index.ts';
import type { LocalSystem } from '../systems/system.ts';
import type { LocalSystems } from '../systems/systems.ts';
import type { LocalWorld } from '../world.ts';
import type { Roster } from './conversations.ts';
import type { TeamsFaults } from './faults.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { ChannelType, Conversation } from './types.ts';

/** The controls that only the program can offer that started the world. */
export interface WorldControls {
  restartBot?(): Promise<void>;
  /** Moves the clocks of the world on, and lets the bot do its daily sweep. If it is left out, the secrets grow older instead. */
  passDays?(days: number): Promise<void>;
}

/** The state of a channel's switches. A standard channel has none of its own. */
interface ChannelState {
  readonly id: string;
  readonly name: string;
  readonly type: ChannelType | null;
  readonly removed: boolean;
  /** The ids of the outside teams that it is shared with. */
  readonly sharedWith: readonly string[];
}

/** A system of a partner, as the panel shows it. Its value is not shown. */
interface SystemState {
  readonly id: string;
  readonly name: string;
  readonly application: string;
  /** When it signed in last, or tried to, and what Entra said. Null if it has not tried yet. */
  readonly last: { readonly at: string; readonly code: number } | null;
}

/** The state of the panel's switches. */
export interface ControlState {
  readonly throttleGraph: boolean;
  readonly throttleTeams: boolean;
  readonly refuseTargeted: boolean;
  readonly signInReport: SignInReportState;
  readonly teams: readonly {
    readonly id: string;
    readonly name: string;
    readonly removed: boolean;
    readonly channels: readonly ChannelState[];
  }[];
  /** The teams of other organisations that a shared channel can be shared with. */
  readonly outsideTeams: readonly { readonly id: string; readonly name: string }[];
  readonly systems: readonly SystemState[];
  readonly people: readonly { readonly oid: string; readonly name: string; readonly left: boolean }[];
  /** The live secrets, with which a system can sign in. */
  readonly secrets: readonly { readonly keyId: string; readonly name: string }[];
  readonly bot: string;
  /** The day of the world, in words. */
  readonly today: string;
}

/** The input of a control: how a switch is set, or which thing is meant. */
export interface ControlInput {
  readonly on: boolean;
  readonly value: string;
}

/** What the panel can switch, and the state of the switches. */
export interface Controls {
  state(): ControlState;
  /** Returns false if there is no such control. Throws what the control itself throws. */
  run(name: string, input: ControlInput): Promise<boolean>;
  /** Calls back when the state has changed by itself. Returns the function that ends this. */
  onChange(changed: () => void): () => void;
}

interface ControlParts {
  readonly world: LocalWorld;
  readonly roster: Roster;
  readonly faults: TeamsFaults;
  readonly lifecycle: Lifecycle;
  readonly graph: Pick<LocalGraph, 'faults'> | undefined;
  readonly systems: LocalSystems | undefined;
  readonly extra: WorldControls | undefined;
}

const TODAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full' });

type Actions = Readonly<Record<string, (input: ControlInput) => unknown>>;

/** The switches of the panel: time, throttling, refusals, teams, the bot itself. */
export function createControls(parts: ControlParts): Controls & { botState(text: string): void } {
  const listeners = new Set<() => void>();
  let bot = 'running';
  const told = (): void => {
    for (const listener of listeners) listener();
  };
  parts.roster.onChange(told);
  parts.world.onLeft(told);
  parts.systems?.onSignIn(told);
  const actions = actionsOf(parts);
  return {
    state: () => ({ ...stateOf(parts), bot, today: TODAY.format(new Date()) }),
    run: async (name, input) => {
      const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
      if (action === undefined) return false;
      try {
        await action(input);
      } finally {
        told();
      }
      return true;
    },
    onChange: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    botState: (text) => {
      bot = text;
      told();
    },
  };
}

function actionsOf({ world, faults, lifecycle, graph, systems, extra }: ControlParts): Actions {
  const pass = async (days: number): Promise<void> => {
    if (extra?.passDays === undefined) world.passDays(days);
    else await extra.passDays(days);
  };
  return {
    'pass-day': () => pass(1),
    'pass-week': () => pass(7),
    'systems-switch': () => world.switchSystems(new Date()),
    'sign-in-with': ({ value }) => signInWith(world, value),
    'restart-bot': () => extra?.restartBot?.(),
    'refuse-targeted': ({ on }) => Object.assign(faults, { refuseTargeted: on }),
    'throttle-teams': ({ on }) => Object.assign(faults, { throttle: on }),
    'throttle-graph': ({ on }) => Object.assign(graph?.faults ?? {}, { throttle: on }),
    'sign-in-report': ({ value }) => Object.assign(graph?.faults ?? {}, { signInReport: reportState(value) }),
    'sign-in-log-lag': ({ value }) => Object.assign(graph?.faults ?? {}, { signInLogLagMs: Number(value) * 1000 }),
    'system-signs-in': ({ value }) => systems?.signIn(value),
    // The input is the system's id and the value that it gets, with a blank between them.
    'system-gets-secret': ({ value }) => {
      const [id = '', secret = ''] = value.split(' ');
      return systems?.use(id, secret);
    },
    'remove-bot': ({ on, value }) => (on ? lifecycle.uninstall(value) : lifecycle.install(value)),
    'remove-bot-from-channel': ({ on, value }) => (on ? lifecycle.removeBot(value) : lifecycle.addBot(value)),
    // The value is the channel's id and the team's, with a blank between them.
    'share-channel': ({ on, value }) => {
      const [channelId = '', teamId = ''] = value.split(' ');
      return on ? lifecycle.share(channelId, teamId) : lifecycle.unshare(channelId, teamId);
    },
    'delete-channel': ({ value }) => lifecycle.deleteChannel(value),
    'leave-directory': ({ on, value }) => world.setLeft(knownOid(world, value), on),
  };
}

function stateOf({ world, roster, faults, graph }: ControlParts): Omit<ControlState, 'bot' | 'today'> {
  const teams = roster.teams.flatMap(({ id, name }) => {
    const channels = roster.channelsOf(id);
    const states = channels.map((channel) => channelState(channel, !roster.hasBot(channel)));
    return channels.length === 0 ? [] : [{ id, name, removed: !roster.hasApp(id), channels: states }];
  });
  return {
    throttleGraph: graph?.faults.throttle ?? false,
    throttleTeams: faults.throttle,
    refuseTargeted: faults.refuseTargeted,
    signInReport: graph?.faults.signInReport ?? 'on',
    teams,
    outsideTeams: roster.outsideTeams.map(({ id, name }) => ({ id, name })),
    secrets: liveSecrets(world).map(({ application, secret }) => ({
      keyId: secret.keyId,
      name: `${application.displayName}: ${secret.displayName ?? '(no name)'} (${secret.hint}…)`,
    })),
    systems: world.systems.map((one) => systemState(one, world)),
    people: world.people.map(({ oid, name }) => ({ oid, name, left: world.left.has(oid) })),
  };
}

function systemState({ id, name, clientId, last }: LocalSystem, { applications }: LocalWorld): SystemState {
  const application = applications.find(({ appId }) => appId === clientId)?.displayName ?? clientId;
  return { id, name, application, last: last === undefined ? null : { at: last.at.toISOString(), code: last.code } };
}

function channelState({ id, name, channelType: type, sharedWith }: Conversation, removed: boolean): ChannelState {
  return { id, name, type, removed, sharedWith: sharedWith.map((team) => team.id) };
}

function liveSecrets({ applications }: LocalWorld) {
  const now = Date.now();
  return applications.flatMap((application) =>
    application.passwordCredentials
      .filter(({ startDateTime, endDateTime }) => Date.parse(startDateTime) <= now && now < Date.parse(endDateTime))
      .map((secret) => ({ application, secret })),
  );
}

/** A system signs in with this secret now. The report shows it at once, which Entra's takes hours for. */
function signInWith(world: LocalWorld, keyId: string): void {
  if (!liveSecrets(world).some(({ secret }) => secret.keyId === keyId))
    throw new Error('AADSTS7000215: this secret does not exist, or it is not valid now');
  world.signIns.set(keyId, new Date());
}

function knownOid({ people }: LocalWorld, value: string): string {
  if (people.some(({ oid }) => oid === value)) return value;
  throw new Error(`nobody has the object id ${value}`);
}

function reportState(value: string): SignInReportState {
  if (value === 'on' || value === 'unlicensed' || value === 'forbidden') return value;
  throw new Error(`no such state of the report: ${value}`);
}
