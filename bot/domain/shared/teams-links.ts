/** Says which app in Teams the links lead to. `teamsUrl` is an origin without a trailing slash; the ids are GUIDs. */
export interface AppPlace {
  readonly teamsUrl: string;
  /** The id of the organisation's catalogue for a published app, and the manifest's id for an uploaded one. */
  readonly appId: string;
  /** A person who is a guest here comes to this tenant by it: without it, Teams looks in the person's own. */
  readonly tenantId: string;
}

/** The ways to the bot. Neither holds anything about a person, so that both can be passed on. */
export interface TeamsLinks {
  /** The page of the app, on which it can be added. */
  readonly install: string;
  /** The 1:1 chat with the bot. */
  readonly chat: string;
}

/** Teams follows no link that is much longer. */
const LONGEST = 1_900;

/**
 * The link that opens the 1:1 chat with a command filled in, which the person then sends. Microsoft names it for tests only,
 * so the text beside it also says what to type. If it would be too long, it is the link to the chat alone.
 * https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams
 */
export function draftLink(place: AppPlace & { readonly botId: string }, command: string): string {
  const query = new URLSearchParams({ tenantId: place.tenantId, users: `28:${place.botId}`, message: command });
  // Teams shows a plus sign as it is.
  const link = `${place.teamsUrl}/l/chat/0/0?${String(query).replaceAll('+', '%20')}`;
  return link.length > LONGEST ? teamsLinks(place).chat : link;
}

/**
 * The deep links to the app. A guest cannot find the app by a search in Teams, so a link is the only way to it.
 * https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-application
 */
export function teamsLinks({ teamsUrl, appId, tenantId }: AppPlace): TeamsLinks {
  const [app, tenant] = [encodeURIComponent(appId), encodeURIComponent(tenantId)];
  return {
    install: `${teamsUrl}/l/app/${app}?tenantId=${tenant}`,
    chat: `${teamsUrl}/l/entity/${app}/conversations?tenantId=${tenant}`,
  };
}
