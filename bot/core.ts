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
import {
  measuredAnnouncer,
  measuredDelivery,
  measuredFetch,
  measuredLedger,
  measuredMailer,
} from './adapters/telemetry/index.ts';
import type { Settings } from './config/index.ts';
import { type Credentials, createCredentials, graphTokenSettings } from './credentials.ts';
import type { SignInPolicy } from './domain/sign-in/session.ts';
import type { Jobs } from './ports/shared/jobs.ts';
import type { Ledger } from './ports/shared/ledger.ts';
import type { Log } from './ports/shared/log.ts';
import { SILENT, type Telemetry } from './ports/shared/telemetry.ts';
import { createUseCases } from './usecases/index.ts';

export const clock = () => new Date();
const random = createRandom();

/** Joins the adapters to the use cases: all of the bot but its server and its job queue. */
export function createCore(
  settings: Settings,
  log: Log,
  database: Database,
  jobs: Jobs,
  telemetry: Telemetry = SILENT,
) {
  const signer = settings.auditKeys && createAuditSigner(settings.auditKeys);
  const ledger = measuredLedger(createLedger(database, signer), telemetry);
  const auditAnchor = createAuditAnchor({ file: settings.auditHeadsFile, log });
  const policy = { authContext: settings.stepUpAuthContext, stepUpMinutes: settings.stepUpMinutes };
  const proofs = createCredentials(settings, log);
  const { identity, pages } = createEntra(settings, policy, ledger, log, proofs);
  const channel = createTeamsChannel(settings, proofs.bot, ledger, log, telemetry);
  const { notifier, roster } = channel;
  const delivery = measuredDelivery(channel.delivery, telemetry);
  const announcer = measuredAnnouncer(channel.announcer, telemetry);
  const usecases = createUseCases({
    settings: { ...settings, policy },
    ...{ clock, random, log, ledger, delivery, notifier, announcer, roster, auditAnchor, identity, jobs },
    ...createGraphOf(settings, log, proofs, telemetry),
  });
  // Where no key is at hand, not even the platform's, nobody could be answered.
  const ready = proofs.bot.kind === 'managed-identity' ? () => channel.credentials.token() : undefined;
  return { ledger, pages, channel, usecases, ready };
}

function createGraphOf(settings: Settings, log: Log, proofs: Credentials, telemetry: Telemetry) {
  const { mailFrom, signInReport } = settings;
  const options = { ...graphTokenSettings(settings, proofs), mailFrom, signInReport, renderMail };
  const graph = createGraph(options, log, clock, measuredFetch(telemetry, settings.graphUrl));
  return { ...graph, mailer: graph.mailer && measuredMailer(graph.mailer, telemetry) };
}

function createEntra(settings: Settings, policy: SignInPolicy, ledger: Ledger, log: Log, proofs: Credentials) {
  const { loginUrl, tenantId, aadAppClientId: clientId } = settings;
  const verifier = createTokenVerifier({ loginUrl, tenantId, clientId });
  const credential = clientCredential(proofs.registration);
  const client = createEntraClient({ loginUrl, tenantId, clientId, credential });
  return {
    identity: createIdentity({ verifier, client, policy, log }),
    pages: createSignInPages({ settings, policy, verifier, client, ledger, random, clock, log }),
  };
}
