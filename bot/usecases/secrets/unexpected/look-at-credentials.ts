import {
  federatedCredential,
  keysOf,
  kindsShown,
  printOf,
  type UnexpectedCredential,
} from '../../../domain/secrets/unexpected.ts';
import type { Application, ApplicationRef, ClientId } from '../../../domain/shared/application.ts';
import { parseApplicationName } from '../../../domain/shared/naming.ts';
import { DirectoryFault, type DirectoryProblem, type FederatedAnswers } from '../../../ports/secrets/directory.ts';
import type { CredentialsLook } from '../../../ports/secrets/watched-applications.ts';
import { systemAudit } from '../../audit/audit-events.ts';
import type { Deps } from '../../shared/deps.ts';

type Looking = Pick<Deps, 'settings' | 'clock' | 'random' | 'ledger'>;

/**
 * Compares the client secrets and certificates of one page of applications with what each was seen with. Only those that the
 * bot looks after are looked at. Nothing is asked of Entra: the page has it all. See decision 0038: what nobody ordered is asked
 * about.
 */
export async function lookAtKeys(
  deps: Looking & Pick<Deps, 'log'>,
  page: readonly Application[],
  managed: ReadonlySet<ClientId>,
): Promise<void> {
  const prints = page
    .filter(
      (one) => managed.has(one.clientId) || parseApplicationName(deps.settings.apis, one.displayName) !== undefined,
    )
    .map((application) => ({ clientId: application.clientId, print: printOf(application), application }));
  const changed = new Set(
    await deps.ledger.watchedApplications.changed(prints.map(({ clientId, print }) => ({ clientId, print }))),
  );
  if (changed.size === 0) return;
  for (const { application } of prints)
    if (application.unreadable !== undefined && changed.has(application.clientId))
      deps.log.warn('certificates not readable', { clientId: application.clientId, count: application.unreadable });
  const seen = prints
    .filter(({ clientId }) => changed.has(clientId))
    .map(({ application, print }) => ({
      application: refOf(application),
      print,
      credentials: keysOf(application),
      kinds: kindsShown(application),
    }));
  await deps.ledger.watchedApplications.noteKeys(seen, lookOf(deps));
}

/** One request of Graph reads so many. */
const READ_AT_ONCE = 300;
/** So often the federated credentials of each application are read. */
const READ_EVERY_MS = 24 * 60 * 60_000;

const BUSY_OR_AWAY: readonly DirectoryProblem[] = ['throttled', 'unreachable'];

/** The fault of one request is the fault of all that it asked for. */
async function readOrFaults(
  { directory }: Pick<Deps, 'directory'>,
  asked: readonly ClientId[],
): Promise<FederatedAnswers> {
  try {
    return await directory.federatedCredentials(asked);
  } catch (fault) {
    if (!(fault instanceof DirectoryFault)) throw fault;
    return { found: new Map(), faults: new Map(asked.map((clientId) => [clientId, fault])) };
  }
}

/**
 * Reads the federated credentials of the applications that are due, with one request at most. It is called each minute, so
 * that 10,000 applications are read within 34 minutes, once a day. If Graph is busy or away for some of them, these are asked
 * for again a minute later; if it refuses to tell, a day later.
 */
export async function lookAtFederated(deps: Looking & Pick<Deps, 'directory' | 'log'>): Promise<void> {
  const { watchedApplications } = deps.ledger;
  const since = new Date(deps.clock().getTime() - READ_EVERY_MS);
  const due = await watchedApplications.unread(since, READ_AT_ONCE);
  if (due.length === 0) return;
  const { found, faults } = await readOrFaults(
    deps,
    due.map(({ clientId }) => clientId),
  );
  logFaults(deps, [...faults.values()]);
  const isLater = (clientId: ClientId) => BUSY_OR_AWAY.includes(faults.get(clientId)?.problem ?? 'absent');
  const asked = due.map(({ clientId }) => clientId).filter((clientId) => !isLater(clientId));
  const seen = due.flatMap((application) => {
    const credentials = found.get(application.clientId);
    return credentials === undefined ? [] : [{ application, credentials: credentials.map(federatedCredential) }];
  });
  await watchedApplications.noteFederated({ asked, untold: [...faults.keys()] }, seen, lookOf(deps));
}

function logFaults({ log }: Pick<Deps, 'log'>, faults: readonly DirectoryFault[]): void {
  const [first] = faults;
  if (first !== undefined)
    log.warn('federated credentials not read', { count: faults.length, problem: first.problem }, first);
}

function lookOf(deps: Looking): CredentialsLook {
  return {
    at: deps.clock(),
    newId: deps.random.token,
    audit: ({ application, credential: { kind, keyId } }: UnexpectedCredential) =>
      systemAudit(deps, 'credential.found', { application, keyId, detail: kind }),
  };
}

function refOf({ clientId, displayName }: Application): ApplicationRef {
  return { clientId, displayName };
}
