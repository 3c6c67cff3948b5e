import type { Outcome } from '../../domain/shared/outcome.ts';
import { type Asker, samePerson } from '../../domain/shared/person.ts';
import { isAdministrator } from '../shared/administrators.ts';
import { alone, type CommandModule } from '../shared/command-module.ts';
import type { TurnDeps } from '../shared/deps.ts';
import { carries } from '../shared/fields.ts';
import { applicationsOfRequests, factsOfRequest, isConfirmer, requestView } from './request-view.ts';

interface RequestsCommand {
  readonly kind: 'requests';
}

/** `requests` lists what the asker may review, and what they asked for. */
export const requestsCommand: CommandModule<RequestsCommand> = {
  kind: 'requests',
  words: ['requests'],
  read: alone({ kind: 'requests' }),
  button: carries('requests', {}),
  need: 'read',
  help: [
    {
      section: 'access',
      lead: 'requests',
      text: '– your requests for access, and those of others that you may review',
    },
    {
      topic: 'access',
      lead: 'requests',
      text: '– how your requests stand, and those of others that you may confirm',
    },
  ],
  menu: [
    {
      title: 'requests',
      text: 'Your requests for access, and those you may review',
      scopes: ['personal', 'team', 'groupChat'],
    },
  ],
  perform: (deps, _command, asker) => requests(deps, asker),
};

async function requests(
  deps: Pick<TurnDeps, 'settings' | 'clock' | 'directory' | 'people' | 'ledger' | 'askerFacts'>,
  asker: Asker,
): Promise<Outcome> {
  const administrator = await isAdministrator(deps);
  const { open, own: asked } = await deps.ledger.requests.openAndOf(asker.person);
  // The asker must not learn what their words were found to mean.
  const own = asked.map((request) => ({ ...request, scope: undefined }));
  const others = open.filter((request) => !samePerson(request.asker.person, asker.person));
  const managed = administrator || (await deps.askerFacts()).managed.length > 0;
  if (!managed || others.length === 0) return { kind: 'requests', review: [], own };
  const around = await applicationsOfRequests(deps, others);
  const facts = await Promise.all(others.map((request) => factsOfRequest(deps, request, around)));
  const visible = facts.filter((one) => administrator || isConfirmer(one, asker.person));
  const review = visible.map((one) => requestView(one, { administrator, confirmer: isConfirmer(one, asker.person) }));
  return { kind: 'requests', review, own };
}
