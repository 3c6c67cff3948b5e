import { renderMail } from '../cards/index.ts';
import { createEntraClient } from './adapters/entra/client.ts';
import { clientCredential } from './adapters/entra/credential.ts';
import { createIdentity } from './adapters/entra/identity.ts';
import { createSignInPages } from './adapters/entra/pages.ts';
import { createTokenVerifier } from './adapters/entra/token.ts';
import { createGraph } from './adapters/graph/index.ts';
import { createAuditAnchor } from './adapters/node/audit-anchor.ts';
import { createAuditSigner } from './adapters/node/audit-signer.ts';
import { createRandom } from './adapters/node/random.ts';
import { createLedger, type Database } from './adapters/postgres/index.ts';
import { createTeamsChannel } from './adapters/teams/index.ts';
import type { Settings } from './config.ts';
import type { SignInPolicy } from './domain/session.ts';
import type { Jobs } from './ports/jobs.ts';
import type { Ledger } from './ports/ledger.ts';
import type { Log } from './ports/log.ts';
import { createUseCases } from './usecases/index.ts';

export const clock = () => new Date();
const random = createRandom();

/** Joins the adapters to the use cases: all of the bot but its server and its job queue. */
export function createCore(settings: Settings, log: Log, database: Database, jobs: Jobs) {
  const ledger = createLedger(database, settings.auditKeys && createAuditSigner(settings.auditKeys));
  const auditAnchor = createAuditAnchor({ file: settings.auditHeadsFile, log });
  const policy = { authContext: settings.stepUpAuthContext, stepUpMinutes: settings.stepUpMinutes };
  const { identity, pages } = createEntra(settings, policy, ledger, log);
  const channel = createTeamsChannel(settings, ledger, log);
  const { delivery, notifier, announcer, roster } = channel;
  const usecases = createUseCases({
    settings: { ...settings, policy },
    ...{ clock, random, log, ledger, delivery, notifier, announcer, roster, auditAnchor, identity, jobs },
    ...createGraphOf(settings, log),
  });
  return { ledger, pages, channel, usecases };
}

function createGraphOf(settings: Settings, log: Log) {
  const { graphUrl, loginUrl, tenantId, botId: clientId, botCredential: credential, mailFrom, signInReport } = settings;
  const options = { graphUrl, loginUrl, tenantId, clientId, credential, mailFrom, signInReport, renderMail };
  return createGraph(options, log, clock);
}

function createEntra(settings: Settings, policy: SignInPolicy, ledger: Ledger, log: Log) {
  const { loginUrl, tenantId, aadAppClientId: clientId } = settings;
  const verifier = createTokenVerifier({ loginUrl, tenantId, clientId });
  const client = createEntraClient({
    loginUrl,
    tenantId,
    clientId,
    credential: clientCredential(settings.aadAppCredential),
  });
  return {
    identity: createIdentity({ verifier, client, policy, log }),
    pages: createSignInPages({ settings, policy, verifier, client, ledger, random, clock, log }),
  };
}
