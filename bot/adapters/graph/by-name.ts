import type { Application } from '../../domain/shared/application.ts';
import type { Log } from '../../ports/shared/log.ts';
import { FIELDS, groupsOf, MOST_IN_A_FILTER, PAGE_SIZE, PERSON_WAITS } from './by-client-id.ts';
import type { GraphClient } from './client.ts';
import { readPages } from './pages.ts';

/**
 * Reads the applications whose names begin with one of these texts. Graph ignores letter case in it; what begins in
 * another way is left out. Throws DirectoryFault. https://learn.microsoft.com/graph/api/resources/application
 */
export async function* readBeginnings(
  client: GraphClient,
  beginnings: readonly string[],
  log: Log,
): AsyncGenerator<readonly Application[]> {
  for (const some of groupsOf(beginnings, MOST_IN_A_FILTER)) {
    const filter = some.map((text) => `startswith(displayName,${quoted(text)})`).join(' or ');
    const first = () =>
      client.read('/applications').headers(PERSON_WAITS).filter(filter).select(FIELDS).top(PAGE_SIZE).get();
    for await (const page of readPages(client, log, first)) {
      const fitting = page.filter(({ displayName }) => some.some((text) => isBeginning(text, displayName)));
      if (fitting.length > 0) yield fitting;
    }
  }
}

function isBeginning(text: string, name: string): boolean {
  return name.toLowerCase().startsWith(text.toLowerCase());
}

/** Writes a string for OData, as in people.ts: a quote in it is doubled, and the SDK leaves it to us to encode it. */
function quoted(text: string): string {
  return `'${encodeURIComponent(text.replaceAll("'", "''"))}'`;
}
