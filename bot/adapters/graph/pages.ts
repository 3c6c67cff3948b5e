import type { Application, ClientId } from '../../domain/shared/application.ts';
import { DirectoryFault } from '../../ports/secrets/directory.ts';
import type { Log } from '../../ports/shared/log.ts';
import { pageIn } from './application-answers.ts';
import type { GraphClient } from './client.ts';
import { toFault } from './errors.ts';

/** More pages than any tenant has. It ends a listing whose links have no end. */
const PAGE_LIMIT = 200;

/**
 * Reads a list page by page; a page is forgotten before the next one is read. What a later page repeats is left out of
 * it. `first` asks for the first page. Throws DirectoryFault.
 */
export async function* readPages(
  client: GraphClient,
  log: Log,
  first: () => Promise<unknown>,
): AsyncGenerator<readonly Application[]> {
  const seen = new Set<ClientId>();
  const followed = new Set<string>();
  let ask = first;
  for (let count = 0; count < PAGE_LIMIT; count += 1) {
    const { applications, next } = await pageOf(ask);
    const fresh = applications.filter(({ clientId }) => seen.size < seen.add(clientId).size);
    if (fresh.length > 0) yield fresh;
    if (next === undefined) return;
    if (!client.isOwn(next)) {
      log.error('directory pointed to another host');
      throw new DirectoryFault('unexpected', { ambiguous: false });
    }
    // Links that go in a circle would cost all of PAGE_LIMIT.
    if (followed.size === followed.add(next).size) break;
    ask = () => client.read(next).get();
  }
  throw new DirectoryFault('unexpected', { ambiguous: false, cause: new Error('the list of applications has no end') });
}

async function pageOf(ask: () => Promise<unknown>): Promise<ReturnType<typeof pageIn>> {
  try {
    return pageIn(await ask());
  } catch (error) {
    throw toFault(error, 'read');
  }
}
