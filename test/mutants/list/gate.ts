import { mutantsOf } from '../mutant.ts';

const INBOUND = 'test/bot/adapters/teams/inbound';

/** Who is heard: tokens of the Bot Connector, its keys, and the addresses that answers go to. */
export const GATE = [
  ...mutantsOf(
    'bot/adapters/teams/inbound/gate.ts',
    [`${INBOUND}/gate.test.ts`, `${INBOUND}/keys.test.ts`, `${INBOUND}/known-tokens.test.ts`],
    [
      [
        "if (!speaksForTeams(key)) throw new Rejected('key not endorsed for the channel');",
        '',
        'a key speaks for Teams',
      ],
      ['issuer: settings.botTokenIssuer,', '', 'only the Bot Connector issues tokens'],
      ["requiredClaims: ['exp', 'serviceurl'],", "requiredClaims: ['serviceurl'],", 'a token ends'],
      ['const SKEW_SECONDS = 300;', 'const SKEW_SECONDS = 30_000;', 'an old token is refused'],
      [
        'if (payload.aud !== settings.botId || typeof serviceUrl',
        'if (typeof serviceUrl',
        'a token is for this bot alone',
      ],
      ["typeof serviceUrl !== 'string') throw", "typeof serviceUrl === 'boolean') throw", 'a claim has its type'],
      [
        "? turnedAway(503, 'signing keys unavailable')",
        "? turnedAway(401, 'signing keys unavailable')",
        'an outage of the keys is told',
      ],
      ["if (activity.channelId !== CHANNEL) return turnedAway(403, 'another channel');", '', 'only Teams is heard'],
      [
        "if (activity.serviceUrl !== passport.serviceUrl) return turnedAway(403, 'service URL is not the signed one');",
        '',
        'the body cannot name another address',
      ],
      [
        "if (!isServiceUrl(activity.serviceUrl)) return turnedAway(403, 'service URL not allowed');",
        '',
        'answers go to known addresses',
      ],
      ['const ours = tenants.length > 0 && tenants.every', 'const ours = tenants.every', 'an activity names a tenant'],
      ['tenants.every((tenant)', 'tenants.some((tenant)', 'all tenants of an activity are ours'],
      [
        'endorsements === undefined || endorsements.length === 0 || endorsements',
        'endorsements !== undefined && endorsements',
        'key sets without endorsements are taken',
      ],
      [
        'if (cause instanceof Rejected) return cause.message;',
        'if (cause instanceof Error) return cause.message;',
        'the log quotes no foreign error',
      ],
    ],
  ),
  ...mutantsOf(
    'bot/adapters/teams/inbound/keys.ts',
    [`${INBOUND}/keys.test.ts`],
    [
      [
        'const FRESH_MS = 24 * 60 * 60_000;',
        'const FRESH_MS = Number.MAX_SAFE_INTEGER;',
        'keys are fetched again after a day',
      ],
      [
        'if (now() - triedAt >= cooldownMs || underWay !== undefined) await',
        'await',
        'invented key ids cause no flood',
      ],
      ['underWay ??= fetchKeys()', 'underWay = fetchKeys()', 'many tokens cause one fetch'],
      ['&& now() - triedAt > cooldownMs) await', ') await', 'a key server that is down is not asked at each turn'],
      [
        'await refresh().catch(() => undefined);\n    return keys ??',
        'await refresh();\n    return keys ??',
        'an outage does not lock out known keys',
      ],
      ['if (!response.ok) throw', 'if (response.status === 0) throw', 'an error page is no key set'],
    ],
  ),
  ...mutantsOf(
    'bot/adapters/teams/outbound/service-urls.ts',
    [`${INBOUND}/gate.test.ts`, 'test/bot/adapters/teams/outbound/connector.test.ts'],
    [
      ['if (url.protocol !== prefix.protocol || url.host', 'if (url.host', 'an address keeps its protocol'],
      ['|| url.host !== prefix.host) return false;', ') return false;', 'an address keeps its host'],
      [
        'withSlash(url.pathname).startsWith',
        "url.pathname.startsWith('/') || ''.startsWith",
        'a path lies below the prefix',
      ],
      ["url.username === '' && ", '', 'an address has no user'],
      ["url.password === ''", 'true', 'an address has no password'],
      ['return plain && !/[?#\\s\\\\]/.test(text) ? url', 'return plain ? url', 'an address has no odd signs'],
    ],
  ),
  ...mutantsOf(
    'bot/adapters/teams/http/sockets.ts',
    ['test/bot/adapters/teams/http/sockets.test.ts'],
    [
      [
        "server.on('upgrade', (_request, socket) => closeWith(socket));",
        "server.on('upgrade', () => undefined);",
        'an upgrade keeps no socket',
      ],
      [
        "server.on('clientError', (_cause, socket) => closeWith(socket));",
        '',
        'unreadable requests are answered with our headers',
      ],
      [
        "socket.end(rawAnswer('400 Bad Request'), () => socket.destroy());",
        "socket.end(rawAnswer('400 Bad Request'));",
        'half-open sockets are closed',
      ],
      ['if (open > connections) cutFirst(waiting, socket);', '', 'connections are limited'],
      ['if (bytes > DRAINED_BYTES) cut();', '', 'the rest of a refused body is not read to its end'],
      [
        'const timer = setTimeout(cut, DRAINED_MS);',
        'const timer = setTimeout(() => undefined, DRAINED_MS);',
        'a body that does not come is not waited for',
      ],
      ['Object.assign(server, { requireHostHeader: false });', '', 'a request without a host gets our headers'],
    ],
  ),
  ...mutantsOf(
    'bot/adapters/teams/http/server.ts',
    ['test/bot/adapters/teams/http/sockets.test.ts'],
    [
      ['server.server.requestTimeout = REQUEST_MS;', '', 'a slow request has a limit'],
      ['server.server.headersTimeout = REQUEST_MS / 2;', '', 'a slow head has a limit'],
      ['server.server.keepAliveTimeout = 75_000;', '', 'a quiet connection has a limit'],
      ['guardSockets(server.server);', '', 'sockets are guarded'],
    ],
  ),
];
