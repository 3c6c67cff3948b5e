import type { Settings } from '../../config/index.ts';
import { askOutside } from '../../ports/shared/ask-outside.ts';
import { type Check, type Finding, failure, pass } from '../check.ts';
import { withGraph } from '../prerequisites.ts';
import { probe } from '../probe.ts';
import { reasonOf } from '../reason.ts';
import { tokenAdvice } from '../token-advice.ts';

const TIMEOUT_MS = 8_000;
/** https://learn.microsoft.com/azure/azure-monitor/app/connection-strings */
const INGESTION = 'https://dc.services.visualstudio.com/';

/** People sign in to this registration. If it has a credential of its own, that one is tried here. */
export const signInCredential: Check = {
  title: 'Sign-in credential',
  needs: (settings) => (hasOwnCredential(settings) ? ['login'] : []),
  look: async ({ settings, signInToken }) => {
    if (!hasOwnCredential(settings)) return pass('The registration uses what “Token for Graph” tries.');
    try {
      await signInToken();
      return pass('Entra accepts it for the registration that people sign in to.');
    } catch (cause) {
      const reason = reasonOf(cause);
      // Entra's own numbers say that it refuses; anything else may pass.
      const fault = reason.includes('AADSTS') ? 'Entra refuses it' : 'Entra gives no token for it';
      return failure(`Nobody can sign in: ${fault} (${reason}).`, tokenAdvice(settings, reason, 'AAD_APP'));
    }
  },
};

/** Whether Exchange lets the bot send from the mailbox shows only when something is sent. */
export const mailbox: Check = {
  title: 'Mailbox',
  look: async (context) => {
    const { mailFrom } = context.settings;
    if (mailFrom === undefined) return pass('None: no e-mail is sent.');
    return withGraph(context, async () => {
      const found = await context.people.find(mailFrom);
      if (found !== undefined) return pass(`${mailFrom} is in the directory.`);
      const advice =
        'Set MAIL_FROM to the main address or the object id of the mailbox that e-mails come from. If it was made today, try again in an hour.';
      return failure(`The directory has no account ${mailFrom}, or several, so no e-mail leaves.`, advice);
    });
  },
};

/** Sends the collector an empty list, which every receiver of OTLP accepts: https://opentelemetry.io/docs/specs/otlp/#otlphttp */
export const telemetry: Check = {
  title: 'Telemetry',
  look: async ({ settings }) => {
    const findings = await Promise.all([collector(settings), applicationInsights(settings)]);
    const wrong = findings.filter((finding) => finding !== undefined);
    const [first, ...more] = wrong.filter(({ status }) => status !== 'pass');
    if (first !== undefined) return more[0] === undefined ? first : joined([first, ...more]);
    return wrong.length === 0 ? pass('None is sent.') : pass(wrong.map(({ detail }) => detail).join(' '));
  },
};

/** The bot writes only to these addresses, so a wrong one silences it. */
export const serviceUrls: Check = {
  title: 'Teams’ addresses',
  beforeDeployment: true,
  look: async ({ settings: { botServiceUrls } }) => {
    const asked = await Promise.all(botServiceUrls.map(async (url) => ({ url, why: await whyNot(url) })));
    const away = asked.flatMap(({ url, why }) => (why === undefined ? [] : [`${url} is not reached (${why}).`]));
    if (away.length === 0) return pass('The bot reaches those that it may write to.');
    const advice =
      'Correct BOT_SERVICE_URLS, or take it away for the addresses of your cloud; see that a firewall lets this machine out to them.';
    return failure(away.join('\n'), advice);
  },
};

/** A registration of its own, or a credential of its own, also if the bot has the same registration. */
function hasOwnCredential(settings: Settings): boolean {
  const { botId, botCredential, aadAppClientId, aadAppCredential, aadAppFederated } = settings;
  return !aadAppFederated && (aadAppClientId !== botId || aadAppCredential !== botCredential);
}

async function collector({ otlpEndpoint, otlpHeaders = {} }: Settings): Promise<Finding | undefined> {
  if (otlpEndpoint === undefined) return undefined;
  try {
    const { status } = await askOutside(`${otlpEndpoint.replace(/\/+$/, '')}/v1/traces`, {
      method: 'POST',
      headers: { ...otlpHeaders, 'content-type': 'application/json' },
      body: '{"resourceSpans":[]}',
      timeoutMs: TIMEOUT_MS,
    });
    if (status >= 200 && status < 300) return pass('The collector takes traces.');
    const about = status === 401 || status === 403 ? 'OTEL_EXPORTER_OTLP_HEADERS' : 'OTEL_EXPORTER_OTLP_ENDPOINT';
    return failure(`The collector refuses traces (${status}).`, `Correct ${about}.`);
  } catch (cause) {
    const advice = 'See that OTEL_EXPORTER_OTLP_ENDPOINT is right, and that this machine reaches it.';
    return failure(`The collector is not reached (${reasonOf(cause)}).`, advice);
  }
}

/** Nothing is sent there: whether it would be taken, the bot’s log says (“telemetry”). */
async function applicationInsights({ applicationInsights: text }: Settings): Promise<Finding | undefined> {
  if (text === undefined) return undefined;
  const [, url = INGESTION] = /(?:^|;)IngestionEndpoint=([^;]+)/i.exec(text) ?? [];
  const why = await whyNot(url);
  if (why === undefined) return pass('Application Insights is reached.');
  const advice =
    'See that APPLICATIONINSIGHTS_CONNECTION_STRING is the one of your resource, and that this machine reaches its IngestionEndpoint.';
  return failure(`Application Insights is not reached (${why}).`, advice);
}

function joined(findings: readonly Finding[]): Finding {
  const advice = findings.flatMap((one) => ('advice' in one ? [one.advice] : [])).join('\n');
  return failure(findings.map(({ detail }) => detail).join('\n'), advice);
}

async function whyNot(url: string): Promise<string | undefined> {
  try {
    await probe(url);
    return undefined;
  } catch (cause) {
    return reasonOf(cause);
  }
}
