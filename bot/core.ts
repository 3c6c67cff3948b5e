import { renderContactMail, renderMail } from '../cards/index.ts';
import { createEntraClient } from './adapters/entra/client.ts';
import { createContactPages, joinPages } from './adapters/entra/contact-pages.ts';
import { createIdentity } from './adapters/entra/identity.ts';
import { createSignInPages } from './adapters/entra/pages.ts';
import { createTokenVerifier } from './adapters/entra/token.ts';
import { createGraph } from './adapters/graph/index.ts';
import { createAuditAnchor } from './adapters/node/audit-anchor.ts';
import { createAuditSigner } from './adapters/node/audit-signer.ts';
import { createLinkTokens } from './adapters/node/link-tokens.ts';
import { createRandom } from './adapters/node/random.ts';
import { createLedger, type Database } from './adapters/postgres/index.ts';
import { createTeamsChannel, linksOf } from './adapters/teams/index.ts';
import {
  measuredAnnouncer,
  measuredDelivery,
  measuredLedger,
  measuredMailer,
  measuredSend,
} from './adapters/telemetry/index.ts';
import type { Settings } from './config/index.ts';
import { createCredentials } from './credentials.ts';
import type { Contact } from './domain/messages/contact.ts';
import type { DigestView } from './domain/reminders/digest.ts';
import { guidanceOf } from './domain/shared/guidance.ts';
import { type SignInPolicy, signInPolicy } from './domain/sign-in/session.ts';
import type { People } from './ports/access/people.ts';
import type { ContactMail } from './ports/messages/announcer.ts';
import type { Send } from './ports/shared/ask-outside.ts';
import type { AppTokens, Credential } from './ports/shared/credential.ts';
import type { Jobs } from './ports/shared/jobs.ts';
import type { Ledger } from './ports/shared/ledger.ts';
import type { Log } from './ports/shared/log.ts';
import { SILENT, type Telemetry } from './ports/shared/telemetry.ts';
import type { LinkTokens } from './ports/sign-in/link-tokens.ts';
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
  const policy = signInPolicy(settings);
  const send = measuredSend(telemetry, settings.graphUrl);
  const { bot, registration, graph } = createCredentials(settings, log, send);
  const links = createLinkTokens(ledger.linkKeys, random, clock);
  const graphOf = createGraphOf(settings, graph.tokens, log, telemetry, send);
  const entra = { settings, policy, ledger, links, log, people: graphOf.people };
  const { identity, pages: signInPages } = createEntra(entra, registration);
  const channel = createTeamsChannel(settings, bot.tokens, ledger, log, telemetry);
  const { roster } = channel;
  const delivery = measuredDelivery(channel.delivery, telemetry);
  const announcer = measuredAnnouncer(channel.announcer, telemetry);
  const usecases = createUseCases({
    settings: { ...settings, policy },
    ...{ clock, random, log, ledger, delivery, announcer, roster, auditAnchor, identity, links, jobs },
    ...graphOf,
  });
  const guidance = guidanceOf(settings);
  const contactPages = createContactPages({
    settings: { ...settings, guidance },
    contacts: usecases.contactLinks,
    ...{ links, random, log },
  });
  const pages = joinPages(signInPages, contactPages);
  // If the platform gives the managed identity no token, the bot cannot answer anybody.
  const ready = bot.credential.kind === 'managed-identity' ? () => channel.credentials.token() : undefined;
  return { ledger, pages, channel, usecases, ready };
}

function createGraphOf(settings: Settings, tokens: AppTokens, log: Log, telemetry: Telemetry, send: Send) {
  const { graphUrl, tenantId, mailFrom, signInReport, signInLog } = settings;
  const own = [settings.botId, settings.aadAppClientId];
  const links = linksOf(settings);
  const mail =
    mailFrom === undefined
      ? undefined
      : {
          from: mailFrom,
          renderMail: (digest: DigestView, reader: string) => renderMail(digest, links, reader),
          renderContactMail: (contact: Contact, content: ContactMail) => renderContactMail(contact, content, links),
        };
  const options = { graphUrl, tenantId, own, tokens, mail, signInReport, signInLog };
  const graph = createGraph(options, log, clock, send);
  return { ...graph, mailer: graph.mailer && measuredMailer(graph.mailer, telemetry) };
}

interface EntraDeps {
  readonly settings: Settings;
  readonly policy: SignInPolicy;
  readonly ledger: Ledger;
  readonly links: LinkTokens;
  readonly log: Log;
  readonly people: People;
}

function createEntra({ settings, policy, ...deps }: EntraDeps, credential: Credential) {
  const { loginUrl, tenantId, aadAppClientId: clientId } = settings;
  const verifier = createTokenVerifier({ loginUrl, tenantId, clientId });
  const client = createEntraClient({ loginUrl, tenantId, clientId, credential });
  return {
    identity: createIdentity(verifier),
    pages: createSignInPages({
      settings: { ...settings, clientId, guidance: guidanceOf(settings) },
      policy,
      verifier,
      client,
      random,
      clock,
      ...deps,
    }),
  };
}
