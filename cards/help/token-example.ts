import type { TokenTarget } from '../../bot/domain/secrets/token-target.ts';
import type { TokenExample } from '../../bot/domain/shared/outcome.ts';

/** A request to copy, line by line, for each way in which a token is asked for. Never with a real secret. */
export function tokenExample(example: TokenExample): readonly string[] {
  if (example.targets === undefined) return requestLines(example);
  const ways = Map.groupBy(example.targets, ({ tokenUrl, scope }) => `${tokenUrl} ${scope}`);
  return [...ways.values()].flatMap((targets, index) => {
    const { tokenUrl, scope } = targets[0] ?? example;
    const lines = [`# ${targetsText(targets)}`, ...requestLines({ tokenUrl, scope, clientId: example.clientId })];
    return index === 0 ? lines : ['', ...lines];
  });
}

function requestLines({ tokenUrl, scope, clientId }: TokenExample): readonly string[] {
  return [
    `curl -X POST '${tokenUrl}' \\`,
    "  -d 'grant_type=client_credentials' \\",
    `  -d 'client_id=${clientId ?? '<your client ID>'}' \\`,
    "  --data-urlencode 'client_secret=<your client secret>' \\",
    `  --data-urlencode 'scope=${scope}'`,
  ];
}

/** Names the targets of one example: `DM, production and sandbox; SMC, production`. */
function targetsText(targets: readonly TokenTarget[]): string {
  const byApi = Map.groupBy(targets, ({ api }) => api);
  return [...byApi]
    .map(([api, own]) => `${api}, ${own.map(({ environment }) => environment).join(' and ')}`)
    .join('; ');
}
