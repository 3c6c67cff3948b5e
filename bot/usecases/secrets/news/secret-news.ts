import type { SecretNews } from '../../../domain/messages/notice.ts';
import { type OutboxMessage, readerOf } from '../../../domain/messages/outbox.ts';
import type { Operation } from '../../../domain/secrets/operation.ts';
import type { ClientSecret } from '../../../domain/shared/application.ts';
import { named, samePerson } from '../../../domain/shared/person.ts';
import { type ContentRules, type Drawn, noRows } from '../../messages/content-rules.ts';
import { isToManager } from '../../shared/concerned.ts';
import type { Deps } from '../../shared/deps.ts';
import { managersPlaces } from '../../shared/managers-places.ts';

/**
 * That a manager has created or deleted a client secret, for the other managers. It is written with the change, without its
 * readers, and becomes one message for each of their places when it is its turn: the person who waits for the change does not
 * wait for that look-up.
 */
export function secretNews(
  deps: Pick<Deps, 'clock' | 'random'>,
  { kind, asker, application }: Pick<Operation, 'kind' | 'asker' | 'application'>,
  { keyId, name, end }: Pick<ClientSecret, 'keyId' | 'name' | 'end'>,
): OutboxMessage {
  const how = kind === 'create' ? 'created' : 'deleted';
  const content = { kind: 'secret-changed', how, application, secret: { keyId, name, end }, by: named(asker) } as const;
  return { id: deps.random.token(), to: { kind: 'administrators' }, content, at: deps.clock() };
}

/** Nobody has to hear it: a manager whom it does not reach sees the secrets with `list`. */
export function secretNewsContent(news: SecretNews): ContentRules {
  const drop = { kind: 'drop', audit: [] } as const;
  return {
    async draw(deps, { to }) {
      if (to.kind === 'administrators') return forOthers(deps, news);
      const isForOne = readerOf(to) !== undefined;
      if (isForOne && !(await isToManager(deps, to, news.application.clientId))) return drop;
      return { kind: 'post', content: { kind: 'notice', notice: news } };
    },
    sentRows: noRows,
    unreached: async () => drop,
    giveUp: async () => drop,
  };
}

async function forOthers(
  deps: Pick<Deps, 'settings' | 'clock' | 'random' | 'ledger'>,
  news: SecretNews,
): Promise<Drawn> {
  const placesOf = await managersPlaces(deps, [news.application]);
  const others = placesOf(news.application).filter(
    (place) => place.kind !== 'person' || !samePerson(place.person, news.by),
  );
  const messages = others.map((to) => ({ id: deps.random.token(), to, content: news, at: deps.clock() }));
  return { kind: 'told', messages };
}
