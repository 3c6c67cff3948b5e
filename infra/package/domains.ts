import { isLoopback } from '../../bot/config/fields.ts';
import { type Problem, problems } from './problem.ts';

/** The services that give a public name to any machine. */
const TUNNELS = [
  'devtunnels.ms',
  'ngrok.app',
  'ngrok.dev',
  'ngrok.io',
  'ngrok-free.app',
  'ngrok-free.dev',
  'loca.lt',
  'localhost.run',
  'lhr.life',
  'serveo.net',
  'trycloudflare.com',
  'ts.net',
];

/**
 * Checks the hosts whose pages Teams may open. The store refuses wildcards and tunnels, because anybody could own them
 * (https://learn.microsoft.com/microsoftteams/platform/concepts/deploy-and-publish/appsource/prepare/teams-store-validation-guidelines,
 * External domains). `development` allows a tunnel or this machine, but never a wildcard.
 */
export function checkDomains(domains: readonly string[], publicHost: string, development: boolean): readonly Problem[] {
  const lacks = !domains.includes(publicHost);
  const missing = `validDomains lacks ${publicHost}, the host of PUBLIC_URL: the sign-in page could not open, add it`;
  const wrong = domains.flatMap((domain) => {
    const reason = objection(domain, development);
    return reason === undefined ? [] : [`validDomains holds ${domain}, ${reason}`];
  });
  return problems('domain', [...(lacks ? [missing] : []), ...wrong]);
}

function objection(domain: string, development: boolean): string | undefined {
  if (domain.includes('*')) return 'a wildcard: name the host itself';
  const url = `https://${domain}`;
  if (!URL.canParse(url) || new URL(url).host !== domain.toLowerCase())
    return 'which is not a host: write the name only, without scheme or path';
  if (development) return undefined;
  if (isLoopback(url))
    return 'which only this machine reaches: set PUBLIC_URL to where the bot runs, or say --development';
  const host = new URL(url).hostname;
  if (TUNNELS.some((tunnel) => host === tunnel || host.endsWith(`.${tunnel}`)))
    return 'a tunnel, which the Teams store refuses: set PUBLIC_URL to where the bot runs, or say --development';
  return undefined;
}
