import type { GuidanceSettings } from '../../domain/shared/guidance.ts';

/** The settings that this adapter needs. */
export interface TeamsSettings extends GuidanceSettings {
  /** Lower-case GUIDs. */
  readonly botId: string;
  readonly tenantId: string;
  /** Origin, no trailing slash. */
  readonly loginUrl: string;
  readonly botOpenIdMetadataUrl: string;
  readonly botTokenIssuer: string;
  /** What a token for the Bot Connector is for. */
  readonly botConnectorAudience: string;
  readonly cloud: 'public' | 'gcc' | 'gccHigh' | 'dod';
  /** An address of the Bot Connector must begin with one of these. */
  readonly botServiceUrls: readonly string[];
  /** Origin of the Teams client, no trailing slash. */
  readonly teamsUrl: string;
  /** Links to the app carry this id. */
  readonly teamsCatalogAppId: string;
  /** IANA name of the zone whose days are shown. */
  readonly reminderZone: string;
}
