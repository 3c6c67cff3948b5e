import { asCloud, CLOUDS, type Cloud } from '../clouds.ts';
import {
  asFrameHosts,
  asHttpsOrigin,
  asHttpsOrLoopbackOrigin,
  asOrigins,
  asText,
  asUrl,
  asUrlPrefixes,
  Complaint,
  isLoopback,
  type Parse,
} from '../fields.ts';
import { defaulted, derived, type Setting, type Source } from '../setting.ts';

const cloud = defaulted(
  'CLOUD',
  'public',
  asCloud,
  "The tenant is in this one of Microsoft's clouds: `public`, `gcc`, `gccHigh` or `dod`. All that depends on it comes from here, and each of the settings below may still be set by itself. China is refused: its Teams supports no bots.",
);

/** Where Microsoft's services are. `loginUrl` and `graphUrl` are origins without a trailing slash. */
export const CLOUD = {
  cloud,
  loginUrl: ofCloud('LOGIN_URL', 'loginUrl', asHttpsOrigin, 'Entra answers at this https origin.'),
  graphUrl: ofCloud('GRAPH_URL', 'graphUrl', asHttpsOrigin, 'Microsoft Graph answers at this https origin.'),
  /** Allowed prefixes, each ending in a slash: compare them with a serviceUrl that ends in one. */
  botServiceUrls: ofCloud(
    'BOT_SERVICE_URLS',
    'botServiceUrls',
    asUrlPrefixes,
    'The bot sends messages only to addresses that begin with one of these. Separate several by commas.',
  ),
  botConnectorAudience: ofCloud(
    'BOT_CONNECTOR_AUDIENCE',
    'botConnectorAudience',
    asText,
    'The token that the bot shows to Teams is for this resource.',
  ),
  botOpenIdMetadataUrl: ofCloud(
    'BOT_OPENID_METADATA_URL',
    'botOpenIdMetadataUrl',
    asUrl,
    'The document at this address names the keys that sign inbound activities.',
  ),
  botTokenIssuer: ofCloud(
    'BOT_TOKEN_ISSUER',
    'botTokenIssuer',
    asText,
    'The token of an inbound activity must come from this issuer.',
  ),
  tokenExchangeAudience: ofCloud(
    'TOKEN_EXCHANGE_AUDIENCE',
    'tokenExchangeAudience',
    asText,
    "With `AAD_APP_FEDERATED`, the managed identity's token for the registration is for this audience, which the federated credential names too.",
  ),
  databaseAudience: ofCloud(
    'DATABASE_AUDIENCE',
    'databaseAudience',
    asText,
    'With `DATABASE_AUTH=entra`, the token that is the password is for this resource.',
  ),
  teamsUrl: ofCloud('TEAMS_URL', 'teamsUrl', asHttpsOrLoopbackOrigin, 'Links to the bot open Teams at this origin.'),
  /** Sources of a Content-Security-Policy. */
  teamsHosts: ofCloud(
    'TEAMS_HOSTS',
    'teamsHosts',
    asFrameHosts,
    'These origins of Teams may show the sign-in page. A host may begin with `*.`. Separate several by commas.',
  ),
  clientOrigins: defaulted(
    'CLIENT_ORIGINS',
    '',
    asOrigins,
    "These origins may host the sign-in window, as well as Teams' own. Separate several by commas.",
  ),
};

/** A setting whose default is what the cloud has. */
function ofCloud<T>(name: string, key: keyof Cloud, parse: Parse<T>, meaning: string): Setting<T> {
  const read = (source: Source): T | Complaint => {
    const chosen = cloud.read(source);
    return chosen instanceof Complaint ? chosen : parse(CLOUDS[chosen][key]);
  };
  const shown = CLOUDS.public[key]
    .split(' ')
    .map((part) => `\`${part}\``)
    .join(' ');
  return derived(name, parse, { shown, read }, meaning);
}

/** Keys that are fetched over http can be forged on the way, so http is for stand-ins that BOT_SERVICE_URLS names. */
export function cloudGaps(source: Source): readonly string[] {
  const [url, prefixes] = [CLOUD.botOpenIdMetadataUrl.read(source), CLOUD.botServiceUrls.read(source)];
  if (url instanceof Complaint || prefixes instanceof Complaint) return [];
  const isNamed = prefixes.some((prefix) => prefix.startsWith('http:'));
  return url.startsWith('http:') && !isLoopback(url) && !isNamed
    ? ['BOT_OPENID_METADATA_URL must be an https address (http needs an http entry in BOT_SERVICE_URLS)']
    : [];
}
