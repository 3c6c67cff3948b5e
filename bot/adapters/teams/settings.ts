/** What this adapter needs of the settings. */
export interface TeamsSettings {
  /** Lower-case GUIDs. */
  readonly botId: string;
  readonly tenantId: string;
  /** Origin, no trailing slash. */
  readonly loginUrl: string;
  readonly botOpenIdMetadataUrl: string;
  readonly botTokenIssuer: string;
  /** Prefixes a Bot Connector's address must lie under. */
  readonly botServiceUrls: readonly string[];
}
