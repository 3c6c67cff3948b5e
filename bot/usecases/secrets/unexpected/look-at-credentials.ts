import {
  federatedCredential,
  keysOf,
  kindsShown,
  printOf,
  type UnexpectedCredential,
} from '../../../domain/secrets/unexpected.ts';
import type { Application, ApplicationRef, ClientId } from '../../../domain/shared/application.ts';
import { parseApplicationName } from '../../../domain/shared/naming.ts';
import { DirectoryFault, type DirectoryProblem } from '../../../ports/secrets/directory.ts';
import type { CredentialsLook } from '../../../ports/secrets/watched-applications.ts';
import { systemAudit } from '../../audit/audit-events.ts';
import type { Deps } from '../../shared/deps.ts';

type Looking = Pick<Deps, 'clock' | 'random' | 'ledger'>;

/**
 * Compares the client secrets and certificates of one page of applications with what each was seen with. Only those that the
 * bot looks after are looked at. Nothing is asked of Entra: the page has it all. See decision 0038: what nobody ordered is asked
 * about.
 */
export async function lookAtKeys(
  deps: Looking,
  page: readonly Application[],
  managed: ReadonlySet<ClientId>,
): Promise<void> {
  const prints = page
    .filter((one) => managed.has(one.clientId) || parseApplicationName(one.displayName) !== undefined)
    .map((application) => ({ clientId: application.clientId, print: printOf(application), application }));
  const changed = new Set(
    await deps.ledger.watchedApplications.changed(prints.map(({ clientId, print }) => ({ clientId, print }))),
  );
  if (changed.size === 0) return;
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

/** If Graph is busy or away, it is asked again a minute later. If it refuses to tell, the applications are due again a day later. */
async function readOrLog(
  { directory, log }: Pick<Deps, 'directory' | 'log'>,
  asked: readonly ClientId[],
): Promise<Awaited<ReturnType<Deps['directory']['federatedCredentials']>> | 'later'> {
  try {
    return await directory.federatedCredentials(asked);
  } catch (fault) {
    if (!(fault instanceof DirectoryFault)) throw fault;
    log.warn('federated credentials not read', { count: asked.length, problem: fault.problem }, fault);
    return BUSY_OR_AWAY.includes(fault.problem) ? 'later' : new Map();
  }
}

/**
 * Reads the federated credentials of the applications that are due, with one request at most. It is called each minute, so
 * that 10,000 applications are read within 34 minutes, once a day. Returns whether something was due.
 */
export async function lookAtFederated(deps: Looking & Pick<Deps, 'directory' | 'log'>): Promise<boolean> {
  const { watchedApplications } = deps.ledger;
  const since = new Date(deps.clock().getTime() - READ_EVERY_MS);
  const due = await watchedApplications.unread(since, READ_AT_ONCE);
  if (due.length === 0) return false;
  const asked = due.map(({ clientId }) => clientId);
  const found = await readOrLog(deps, asked);
  if (found === 'later') return false;
  const seen = due.flatMap((application) => {
    const credentials = found.get(application.clientId);
    return credentials === undefined ? [] : [{ application, credentials: credentials.map(federatedCredential) }];
  });
  await watchedApplications.noteFederated(asked, seen, lookOf(deps));
  return true;
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
