import type { LocalPerson } from '../people.ts';
import {
  type AuthenticationContext,
  type ConditionalAccessPolicy,
  createContexts,
  createPolicies,
} from './conditional-access.ts';
import { createGrants, createRegistration, type LocalRegistration, type PermissionGrant } from './registration.ts';
import { createTeamsSessions, type Session } from './sessions.ts';

/** What Entra knows about the sign-in. It is plain, mutable data, so that tests can change it. */
export interface LocalTenant {
  /** The registration that people sign in to, in Graph's form. */
  readonly registration: LocalRegistration;
  /** The consents that the registration's scope may be used. */
  readonly grants: PermissionGrant[];
  /** The Conditional Access policies. Entra evaluates them, and Graph shows them. */
  readonly policies: ConditionalAccessPolicy[];
  /** The authentication contexts. */
  readonly contexts: AuthenticationContext[];
  /** The object ids of the accounts that may not sign in: their `accountEnabled` is false. */
  readonly blocked: Set<string>;
  /** Whether only assigned people may sign in, and who is assigned. A person with a role is assigned as well. */
  readonly assignment: { isRequired: boolean; readonly people: Set<string> };
  /** What the manifest of the Teams app names. Teams asks Entra for a token of this resource. */
  readonly webApplicationInfo: { id: string; resource: string };
  /**
   * The resource-specific permissions that the manifest of the Teams app asks for. A team's owner consents to them with
   * the installation.
   */
  readonly resourceSpecific: string[];
  /** How each person is signed in to Teams, by object id. Somebody who is not in it is signed out. */
  readonly teamsSessions: Map<string, Session>;
}

/**
 * Without this permission Teams neither tells the bot who is in a private or a shared channel, nor when that changes.
 * https://learn.microsoft.com/microsoftteams/platform/build-apps-for-shared-private-channels
 */
export const CHANNEL_MEMBERS = 'ChannelMember.Read.Group';

/** The application permissions of Graph that the bot has been granted: all that it can use. */
export const BOT_ROLES: readonly string[] = [
  'Application.ReadWrite.OwnedBy',
  'Mail.Send',
  'User.ReadBasic.All',
  'User.Read.All',
  'AuditLog.Read.All',
  'Policy.Read.All',
];

/** Makes a tenant in order: MFA for the registration and for `c1`, consent given, everybody signed in to Teams. */
export function createTenant(
  { appId, botId }: { readonly appId: string; readonly botId: string },
  people: readonly LocalPerson[],
  now: Date,
): LocalTenant {
  return {
    registration: createRegistration(appId, botId),
    grants: createGrants(appId),
    policies: createPolicies(appId),
    contexts: createContexts(),
    blocked: new Set(),
    assignment: { isRequired: false, people: new Set() },
    resourceSpecific: [CHANNEL_MEMBERS],
    webApplicationInfo: { id: appId, resource: `api://botid-${botId}` },
    teamsSessions: createTeamsSessions(people, now),
  };
}
