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
