import type { People } from '../../ports/access/people.ts';
import type { Mailer } from '../../ports/messages/announcer.ts';
import type { Directory } from '../../ports/secrets/directory.ts';
import type { SignInLog } from '../../ports/secrets/sign-in-log.ts';
import type { SignInReports } from '../../ports/secrets/sign-in-reports.ts';
import type { Send } from '../../ports/shared/ask-outside.ts';
import type { AppTokens } from '../../ports/shared/credential.ts';
import type { Log } from '../../ports/shared/log.ts';
import { createGraphClient } from './client.ts';
import { createDirectory } from './directory.ts';
import { createMailer, type MailDrawing } from './mailer.ts';
import { createPeople } from './people.ts';
import { createReportBudget } from './reports/report-budget.ts';
import { createSignInLog } from './reports/sign-in-log.ts';
import { createSignInReports } from './reports/sign-in-reports.ts';

export interface GraphOptions {
  /** An origin without a trailing slash. */
  readonly graphUrl: string;
  readonly tenantId: string;
  /** The client IDs of the bot's own registrations, in lower case. */
  readonly own: readonly string[];
  /** With the rights of the application as which Graph is asked. */
  readonly tokens: AppTokens;
  /** `from`: object id or address of the mailbox from which e-mails are sent. If it is undefined, none are sent. */
  readonly mail: (MailDrawing & { readonly from: string }) | undefined;
  /** Needs AuditLog.Read.All and a P1 licence. */
  readonly signInReport: boolean;
  /** Needs the same. */
  readonly signInLog: boolean;
}

export interface Graph {
  readonly directory: Directory;
  readonly people: People;
  readonly mailer: Mailer | undefined;
  readonly signInReports: SignInReports | undefined;
  readonly signInLog: SignInLog | undefined;
}

/** The people alone, as the bot reads them. */
export function createGraphPeople({
  graphUrl,
  tokens,
  tenantId,
}: Pick<GraphOptions, 'graphUrl' | 'tokens' | 'tenantId'>): People {
  return createPeople(
    createGraphClient(graphUrl, () => tokens.token(graphUrl)),
    tenantId,
  );
}

/** Microsoft Graph with the bot's own rights, over one client and one token. `send` takes the place of `askOutside`, to measure requests or in tests. */
export function createGraph(options: GraphOptions, log: Log, clock: () => Date, send?: Send): Graph {
  const { graphUrl, tokens, mail, signInReport, signInLog } = options;
  const client = createGraphClient(graphUrl, () => tokens.token(graphUrl), send);
  // The report and the log share one limit.
  const budget = createReportBudget(clock);
  return {
    directory: createDirectory(client, log, options.own, clock),
    people: createPeople(client, options.tenantId),
    mailer: mail && createMailer(client, mail.from, mail),
    signInReports: signInReport ? createSignInReports(client, budget, log, clock) : undefined,
    signInLog: signInLog ? createSignInLog(client, budget, clock) : undefined,
  };
}
