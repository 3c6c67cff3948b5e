import { randomUUID } from 'node:crypto';
import type { LoggedSignIn, Refusal } from '../../../../../bot/domain/secrets/sign-in-log.ts';
import type { Application } from '../../../../../bot/domain/shared/application.ts';
import { DirectoryFault, type DirectoryProblem } from '../../../../../bot/ports/secrets/directory.ts';
import type { SignInLog } from '../../../../../bot/ports/secrets/sign-in-log.ts';
import { createUseCases } from '../../../../../bot/usecases/index.ts';
import { createSetting, someone } from '../../shared/setting.ts';

const never = new AbortController().signal;

/** Its secrets were created long ago: Entra knows them everywhere. */
function aged(one: Application): Application {
  return { ...one, secrets: one.secrets.map((secret) => ({ ...secret, start: new Date('2026-06-01T00:00:00Z') })) };
}

/** The use cases over a log of sign-ins that a test fills. The first application has a manager, and there is an administrator. */
export async function createLoggedSetting(...applications: readonly Application[]) {
  const setting = await createSetting(...applications.map(aged));
  const refused = new Map<Refusal, LoggedSignIn[]>();
  const succeeded: LoggedSignIn[] = [];
  /** Every question, with the time since when it was asked. */
  const asked: { readonly what: string; readonly since: Date }[] = [];
  const state: {
    fails: DirectoryProblem | undefined;
    failing: string | undefined;
    complete: boolean;
    onAsked: () => void;
  } = {
    ...{ fails: undefined, complete: true, onAsked: () => {} },
    /** The one question that fails; all of them if it is undefined. */
    failing: undefined,
  };
  const answer = (what: string, since: Date, entries: readonly LoggedSignIn[]) => {
    asked.push({ what, since });
    state.onAsked();
    if (state.fails !== undefined && (state.failing ?? what) === what)
      throw new DirectoryFault(state.fails, { ambiguous: false });
    const read = entries.filter(({ at }) => at >= since);
    const unclearAt = read.findLast(({ keyId }) => keyId === undefined)?.at;
    return { entries: read, complete: state.complete, unclearAt };
  };
  const signInLog: SignInLog = {
    refused: async (why, since) => answer(why, since, refused.get(why) ?? []),
    succeeded: async (clientId, since) =>
      answer(
        clientId,
        since,
        succeeded.filter((one) => one.clientId === clientId),
      ),
  };
  const deps = { ...setting.deps, signInLog };
  const usecases = createUseCases(deps);
  const manager = someone('Ada', 'personal');
  const administrator = someone('Eva', 'personal');
  const [first] = applications;
  if (first !== undefined) await setting.assign(manager, first);
  await usecases.remember(manager);
  await usecases.remember(administrator);
  await setting.signIn(manager);
  await setting.signIn(administrator, { roles: ['Credentials.Admin'] });
  const entry = (clientId: string | undefined, keyId?: string): LoggedSignIn => ({
    ...{ id: randomUUID(), at: setting.clock.clock(), clientId, keyId },
  });
  const readOnly = async (minutes = 1) => {
    setting.clock.pass(minutes * 60_000);
    await usecases.readSignIns(never);
  };
  return {
    ...{ setting, deps, usecases, asked, state, manager, administrator },
    refuse: (why: Refusal, clientId: string | undefined, keyId?: string) =>
      void refused.set(why, [...(refused.get(why) ?? []), entry(clientId, keyId)]),
    logged: (why: Refusal): readonly LoggedSignIn[] => refused.get(why) ?? [],
    succeed: (clientId: string, keyId?: string) => void succeeded.push(entry(clientId, keyId)),
    /** Time passes, and the log is read while Teams takes no messages. */
    readOnly,
    /** Time passes, and the log is read. */
    read: async (minutes = 1) => {
      await readOnly(minutes);
      await usecases.sendOutbox();
    },
    /** What was posted and redrawn of outages: how, where, and the view. */
    cards: () =>
      setting.posts.flatMap(({ how, notice }) => (notice.kind === 'outage' ? [{ how, view: notice.view }] : [])),
  };
}
