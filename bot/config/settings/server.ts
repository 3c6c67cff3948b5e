import { asHttpsOrLoopbackOrigin, asPort, asText, oneOf } from '../fields.ts';
import { defaulted, required } from '../setting.ts';

const asLogLevel = oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent');

export const SERVER = {
  port: defaulted('PORT', '3978', asPort, 'The bot listens on this port.'),
  /** The default is IPv4 on every interface, because it exists on machines without IPv6 too. */
  host: defaulted('HOST', '0.0.0.0', asText, 'The bot listens on this address.'),
  /** An origin without a trailing slash. */
  publicUrl: required(
    'PUBLIC_URL',
    asHttpsOrLoopbackOrigin,
    "People's browsers and Teams reach the bot at this https origin.",
  ),
  logLevel: defaulted(
    'LOG_LEVEL',
    'info',
    asLogLevel,
    'The log holds lines of this level and above: `trace`, `debug`, `info`, `warn`, `error`, `fatal`, or `silent` for no lines. Each line is JSON on standard output.',
  ),
};
