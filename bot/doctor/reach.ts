import { connectTls } from '../adapters/node/tls.ts';
import type { Settings } from '../config/index.ts';
import { probe } from './probe.ts';
import { reasonOf } from './reason.ts';

/** What several checks ask, so that one line says that it is not reached, and the others refer to that line. */
export type Service = 'login' | 'graph' | 'public';

/** Says in words why a service is not reached. Undefined if it answers; what it answers does not matter. */
export type Unreached = (service: Service) => Promise<string | undefined>;

/** Asks each service once. */
export function createUnreached(settings: Settings): Unreached {
  const asked = new Map<Service, Promise<string | undefined>>();
  return (service) => {
    const answer = asked.get(service) ?? whyNot(() => REACH[service](settings));
    asked.set(service, answer);
    return answer;
  };
}

const REACH: Readonly<Record<Service, (settings: Settings) => Promise<unknown>>> = {
  login: ({ loginUrl, tenantId }) => probe(`${loginUrl}/${tenantId}/v2.0/.well-known/openid-configuration`),
  graph: ({ graphUrl }) => probe(`${graphUrl}/v1.0/`),
  public: ({ publicUrl }) => (publicUrl.startsWith('https:') ? connectTls(publicUrl) : probe(`${publicUrl}/healthz`)),
};

/** What a service is called, and the line of the report that says whether it is reached. */
export const SHOWN: Readonly<
  Record<Service, (settings: Settings) => { readonly name: string; readonly line: string }>
> = {
  login: () => ({ name: 'Entra', line: 'Entra’s sign-in' }),
  graph: () => ({ name: 'Microsoft Graph', line: 'Microsoft Graph' }),
  public: ({ publicUrl }) => ({
    name: 'PUBLIC_URL',
    // Over http only the bot itself can say whether it is there.
    line: publicUrl.startsWith('https:') ? 'Public address' : 'Bot answers',
  }),
};

async function whyNot(reach: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await reach();
    return undefined;
  } catch (cause) {
    return reasonOf(cause);
  }
}
