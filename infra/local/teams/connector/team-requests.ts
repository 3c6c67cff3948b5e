import type { Reply } from '../../http.ts';
import type { Roster } from '../conversations.ts';
import { notInRoster, refusal } from './refusals.ts';

/**
 * Answers `v3/teams/{id}` with the name of a team, and with `/conversations` the names of its channels. A private or a
 * shared channel is named if the app was added to it.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context
 */
export function team(roster: Roster, id: string | undefined, channels: string | undefined): Reply {
  const found = roster.teams.find((one) => one.id === id);
  if (found === undefined) return refusal(404, 'NotFound', 'No such team or operation.');
  if (!roster.hasApp(found.id)) return notInRoster();
  if (channels === undefined) return { status: 200, body: { id: found.id, name: found.name } };
  const known = roster.channelsOf(found.id).filter(roster.hasBot);
  const conversations = known.map(({ id, name }) => ({ id, name }));
  return { status: 200, body: { conversations } };
}
