import {
  asHttpsOrigin,
  asHttpsOrLoopbackOrigin,
  asOrigins,
  asText,
  asUrl,
  asUrlPrefixes,
  Complaint,
  isLoopback,
} from '../fields.ts';
import { defaulted, type Source } from '../setting.ts';

/** Where Microsoft's services are. `loginUrl` and `graphUrl` are origins without a trailing slash. */
export const CLOUD = {
  loginUrl: defaulted(
    'LOGIN_URL',
    'https://login.microsoftonline.com',
    asHttpsOrigin,
    'Entra answers at this https origin.',
  ),
  graphUrl: defaulted(
    'GRAPH_URL',
    'https://graph.microsoft.com',
    asHttpsOrigin,
    'Microsoft Graph answers at this https origin.',
  ),
  /** Allowed prefixes, each ending in a slash: compare them with a serviceUrl that ends in one. */
  botServiceUrls: defaulted(
    'BOT_SERVICE_URLS',
    'https://smba.trafficmanager.net/',
    asUrlPrefixes,
    'The bot sends messages only to addresses that begin with one of these. Separate several by commas.',
  ),
  botOpenIdMetadataUrl: defaulted(
    'BOT_OPENID_METADATA_URL',
    'https://login.botframework.com/v1/.well-known/openidconfiguration',
    asUrl,
    'The document at this address names the keys that sign inbound activities.',
  ),
  botTokenIssuer: defaulted(
    'BOT_TOKEN_ISSUER',
    'https://api.botframework.com',
    asText,
    'The token of an inbound activity must come from this issuer.',
  ),
  teamsUrl: defaulted(
    'TEAMS_URL',
    'https://teams.microsoft.com',
    asHttpsOrLoopbackOrigin,
    'Links to the bot open Teams at this origin.',
  ),
  clientOrigins: defaulted(
    'CLIENT_ORIGINS',
    '',
    asOrigins,
    "These origins may host the sign-in window, as well as Teams' own. Separate several by commas.",
  ),
};

/** Keys that are fetched over http can be forged on the way, so http is for stand-ins that BOT_SERVICE_URLS names. */
export function cloudGaps(source: Source): readonly string[] {
  const [url, prefixes] = [CLOUD.botOpenIdMetadataUrl.read(source), CLOUD.botServiceUrls.read(source)];
  if (url instanceof Complaint || prefixes instanceof Complaint) return [];
  const isNamed = prefixes.some((prefix) => prefix.startsWith('http:'));
  return url.startsWith('http:') && !isLoopback(url) && !isNamed
    ? ['BOT_OPENID_METADATA_URL must be an https address (http needs an http entry in BOT_SERVICE_URLS)']
    : [];
}
