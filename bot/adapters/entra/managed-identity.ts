import type { INetworkModule, ManagedIdentityApplication } from '@azure/msal-node';
import { z } from 'zod';
import type { Clock } from '../../ports/shared/clock.ts';
import { type ManagedIdentity, ManagedIdentityFault } from '../../ports/shared/credential.ts';
import type { Log } from '../../ports/shared/log.ts';
import { createNetwork } from './network.ts';

/** A token is renewed when it has less than RENEW_MS left, and used until it has less than USABLE_MS left. */
const [RENEW_MS, USABLE_MS] = [10 * 60_000, 60_000];
/** The hosts at which platforms offer identities: this machine, or a link-local address, which no router passes on. */
const NEAR = /^(localhost|127(\.\d{1,3}){3}|169\.254(\.\d{1,3}){2}|\[::1\])$/;

const MsalError = z.object({ name: z.string(), status: z.number().optional() });

interface Held {
  readonly token: string;
  readonly endsAt: number;
}

export interface ManagedIdentityDeps {
  /** The client id of the identity. */
  readonly clientId: string;
  readonly log?: Log | undefined;
  readonly clock: Clock;
}

/**
 * The user-assigned managed identity, from App Service's endpoint, which msal finds by IDENTITY_ENDPOINT and
 * IDENTITY_HEADER. The first request is made when the first token is needed. One request per resource is under way at a
 * time. While it is under way, or if it fails, the token that is still valid is used.
 * https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
 */
export function createManagedIdentity({ clientId, log, clock }: ManagedIdentityDeps): ManagedIdentity {
  let application: ManagedIdentityApplication | undefined;
  const held = new Map<string, Held>();
  const underWay = new Map<string, Promise<Held>>();
  const left = ({ endsAt }: Held) => endsAt - clock().getTime();

  async function ask(resource: string): Promise<Held> {
    try {
      application ??= await createApplication(clientId);
      // msal's own cache gives up a valid token if its renewal fails.
      const { accessToken, expiresOn } = await application.acquireToken({ resource, forceRefresh: true });
      // msal accepts any JSON as an answer.
      if (!accessToken) throw new Error('the answer holds no token');
      const fresh = { token: accessToken, endsAt: expiresOn?.getTime() ?? 0 };
      held.set(resource, fresh);
      return fresh;
    } catch (cause) {
      const fault = toFault(cause, clientId);
      log?.error('no token from the managed identity', { url: resource, reason: fault.reason }, cause);
      throw fault;
    }
  }

  function askOnce(resource: string): Promise<Held> {
    const asked = underWay.get(resource) ?? ask(resource).finally(() => underWay.delete(resource));
    underWay.set(resource, asked);
    return asked;
  }

  return {
    async token(resource) {
      const atHand = held.get(resource);
      if (atHand !== undefined && left(atHand) > RENEW_MS) return atHand.token;
      const fresh = askOnce(resource);
      if (atHand === undefined || left(atHand) <= USABLE_MS) return (await fresh).token;
      // The failure is in the log already, and the next caller tries again.
      fresh.catch(() => undefined);
      return atHand.token;
    },
  };
}

/** Loads msal. Nothing is fetched yet. */
async function createApplication(clientId: string): Promise<ManagedIdentityApplication> {
  const { ManagedIdentityApplication } = await import('@azure/msal-node');
  return new ManagedIdentityApplication({
    managedIdentityIdParams: { userAssignedClientId: clientId },
    system: { networkClient: nearOnly(createNetwork()), loggerOptions: { loggerCallback: () => undefined } },
  });
}

/** Logs nothing of msal: its lines may hold the endpoint's header and answer. */
function nearOnly(network: INetworkModule): INetworkModule {
  const check = (url: string) => {
    if (!NEAR.test(new URL(url).hostname)) throw new Error('the endpoint of the managed identity is not near');
  };
  return {
    sendGetRequestAsync: async (url, ...rest) => {
      check(url);
      return network.sendGetRequestAsync(url, ...rest);
    },
    sendPostRequestAsync: async (url, ...rest) => {
      check(url);
      return network.sendPostRequestAsync(url, ...rest);
    },
  };
}

/** Reads the problem from the status: App Service's answers have no code of their own. */
function toFault(cause: unknown, clientId: string): ManagedIdentityFault {
  const { name, status = 0 } = MsalError.safeParse(cause).data ?? { name: '' };
  if (status === 401 || status === 403) {
    const words = 'its endpoint does not accept IDENTITY_HEADER; leave that and IDENTITY_ENDPOINT to the platform';
    return new ManagedIdentityFault('refused', words);
  }
  if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
    const words = `the platform knows no such identity or resource; is ${clientId} (BOT_ID) assigned to this app?`;
    return new ManagedIdentityFault('refused', words);
  }
  if (name === 'ManagedIdentityError') {
    return new ManagedIdentityFault('refused', 'IDENTITY_ENDPOINT is not as the platform sets it');
  }
  return new ManagedIdentityFault('unreachable', 'its endpoint does not answer as it should; it is asked again');
}
