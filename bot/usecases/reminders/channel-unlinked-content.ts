import { peopleOf } from '../../domain/access/assignment.ts';
import { presentOf } from '../../domain/access/away.ts';
import type { EndedLink } from '../../domain/messages/notice.ts';
import { type OutboxContent, type OutboxMessage, readerOf } from '../../domain/messages/outbox.ts';
import { scopeId, scopesOf } from '../../domain/shared/organisation.ts';
import { samePerson } from '../../domain/shared/person.ts';
import { type ContentRules, type Drawn, deadLetter, noRows, waitForReader } from '../messages/content-rules.ts';
import { applicationsAround } from '../shared/applications.ts';
import type { Deps } from '../shared/deps.ts';

type ChannelUnlinked = Extract<OutboxContent, { kind: 'channel-unlinked' }>;

/**
 * That a managers' channel has lost its links, because people of other organisations can read there. Who manages the
 * applications of a link is known only from the directory, which may not answer when the channel is shared. So the
 * message is written without readers first, and becomes one message for each manager when it is its turn.
 */
export function channelUnlinkedContent(content: ChannelUnlinked): ContentRules {
  return {
    draw: (deps, { to }) => (to.kind === 'administrators' ? forManagers(deps, content) : draw(deps, content, to)),
    sentRows: noRows,
    unreached: waitForReader,
    giveUp: deadLetter,
  };
}

/** The message for the administrators' channels is an alarm of its own, so nothing is said if a link has no managers. */
export function channelUnlinked(
  deps: Pick<Deps, 'clock' | 'random'>,
  links: readonly EndedLink[],
): readonly OutboxMessage[] {
  const content = { kind: 'channel-unlinked' as const, links, applications: [] };
  return [{ id: deps.random.token(), to: { kind: 'administrators' }, content, at: deps.clock() }];
}

async function forManagers(deps: Deps, { links }: ChannelUnlinked): Promise<Drawn> {
  const ended = new Set(links.map(({ scope }) => scopeId(scope)));
  const around = await applicationsAround(
    deps,
    links.map(({ scope }) => scope),
  );
  const fitting = around.filter((application) =>
    scopesOf(deps.settings.apis, application).some((scope) => ended.has(scopeId(scope))),
  );
  const concerned = new Map(fitting.map((application) => [application.clientId, application]));
  const managers = presentOf(await deps.ledger.assignments.managersOf([...concerned.keys()]));
  const messages = peopleOf(managers).map((person): OutboxMessage => {
    const applications = managers
      .filter((one) => samePerson(one.person, person))
      .flatMap(({ clientId }) => concerned.get(clientId) ?? []);
    const own = new Set(applications.flatMap((each) => scopesOf(deps.settings.apis, each)).map(scopeId));
    return {
      id: deps.random.token(),
      at: deps.clock(),
      to: { kind: 'person', person: { tid: person.tid, oid: person.oid } },
      content: {
        kind: 'channel-unlinked',
        links: links.filter(({ scope }) => own.has(scopeId(scope))),
        applications: applications.map(({ clientId }) => clientId),
      },
    };
  });
  return { kind: 'told', messages };
}

/** The person may have stopped managing the applications while the message waited. */
async function draw(
  { ledger }: Deps,
  { links, applications }: ChannelUnlinked,
  to: OutboxMessage['to'],
): Promise<Drawn> {
  const person = readerOf(to);
  const held = person === undefined ? [] : await ledger.assignments.of(person);
  if (!held.some((clientId) => applications.includes(clientId))) return { kind: 'drop', audit: [] };
  return { kind: 'post', content: { kind: 'notice', notice: { kind: 'channel-unlinked', links } } };
}
