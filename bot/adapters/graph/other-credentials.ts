import { z } from 'zod';
import type { Application, Certificate, ClientId, OtherCredentials } from '../../domain/shared/application.ts';
import { liveSecrets } from '../../domain/shared/expiry.ts';
import { DirectoryFault, type DirectoryProblem } from '../../ports/secrets/directory.ts';
import type { Log } from '../../ports/shared/log.ts';
import { GUID, parsed } from './answers.ts';
import { MOST_IN_A_BATCH, readTogether } from './batch.ts';
import { filterOf, groupsOf, MOST_IN_A_FILTER } from './by-client-id.ts';
import type { GraphClient } from './client.ts';

/** An instant in ISO 8601. */
const DATE = z.string().transform((written, context) => {
  const read = new Date(written);
  if (Number.isNaN(read.getTime())) context.addIssue('no date');
  return read;
});

const CERTIFICATE = z
  .object({
    keyId: z.string().nullish(),
    displayName: z.string().nullish(),
    startDateTime: DATE.nullish(),
    endDateTime: DATE,
  })
  .transform(({ keyId, displayName, startDateTime, endDateTime }) => ({
    keyId: keyId ?? '',
    name: displayName ?? '',
    start: startDateTime ?? new Date(0),
    end: endDateTime,
  }));
const FEDERATED = z
  .object({ id: z.string().min(1), name: z.string().nullish() })
  .transform(({ id, name }) => ({ id, name: name ?? '' }));
/**
 * The credentials of another shape are left out, because nothing can be said of them. They must not make unknown how hundreds
 * of other applications sign in.
 */
function readable<T>(shape: z.ZodType<T>) {
  return z.array(z.unknown()).transform((all) => all.flatMap((one) => shape.safeParse(one).data ?? []));
}

/** An application has at most 20 federated credentials, so an answer holds all of them. */
const OTHERS = z.object({
  value: z.array(
    z.object({
      appId: z.string().regex(GUID),
      keyCredentials: readable(CERTIFICATE),
      federatedIdentityCredentials: readable(FEDERATED),
    }),
  ),
});

/** https://learn.microsoft.com/graph/api/resources/application: the federated credentials can be expanded. */
const OTHERS_OF = '/applications?$select=id,appId,keyCredentials&$expand=federatedIdentityCredentials';
const BUSY_OR_AWAY: readonly DirectoryProblem[] = ['throttled', 'unreachable'];

/** Asks, for the applications that no client secret lets sign in, how else they can. */
export type OtherCredentialsReader = (
  applications: readonly Application[],
  headers: Readonly<Record<string, string>>,
) => Promise<readonly Application[]>;

/**
 * The certificates and federated credentials of applications without a live client secret: only these can say whether
 * such an application connects. The others are not asked for, because Graph allows 150 reads of `keyCredentials` a minute
 * in a tenant. If Graph refuses to tell, they stay unknown and are logged. Throws DirectoryFault if Graph is busy or away.
 */
export function otherCredentialsReader(client: GraphClient, log: Log, clock: () => Date): OtherCredentialsReader {
  return async (applications, headers) => {
    const now = clock();
    const asked = applications.filter((each) => liveSecrets(each, now).length === 0).map(({ clientId }) => clientId);
    if (asked.length === 0) return applications;
    const found = new Map<ClientId, OtherCredentials>();
    for (const some of groupsOf(groupsOf(asked, MOST_IN_A_FILTER), MOST_IN_A_BATCH)) {
      for (const [clientId, other] of await readOthers(client, some, headers, log)) found.set(clientId, other);
    }
    return applications.map((each) => {
      const otherCredentials = found.get(each.clientId);
      return otherCredentials === undefined ? each : { ...each, otherCredentials };
    });
  };
}

async function readOthers(
  client: GraphClient,
  groups: readonly (readonly ClientId[])[],
  headers: Readonly<Record<string, string>>,
  log: Log,
): Promise<ReadonlyMap<ClientId, OtherCredentials>> {
  const urls = groups.map((some) => `${OTHERS_OF}&$filter=${encodeURIComponent(filterOf(some))}`);
  try {
    return new Map((await readTogether(client, urls, headers)).flatMap(othersIn));
  } catch (fault) {
    if (!(fault instanceof DirectoryFault) || BUSY_OR_AWAY.includes(fault.problem)) throw fault;
    log.warn('other credentials not read', { count: groups.flat().length }, fault);
    return new Map();
  }
}

function othersIn(answer: unknown): readonly (readonly [ClientId, OtherCredentials])[] {
  return parsed(OTHERS, answer, 'no list of other credentials').value.map((one) => [
    one.appId.toLowerCase(),
    { certificates: eachOnce(one.keyCredentials), federated: one.federatedIdentityCredentials },
  ]);
}

/** One certificate may be there to verify and to sign: both have its id. */
function eachOnce(all: readonly Certificate[]): readonly Certificate[] {
  return all.filter(({ keyId }, index) => keyId === '' || all.findIndex((one) => one.keyId === keyId) === index);
}
