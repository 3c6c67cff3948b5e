import { z } from 'zod';

const words = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);

/** The kinds of people from outside, and the tenants that they come from. */
const OUTSIDERS = z
  .object({
    /** Words separated by commas, as Graph writes a set of flags. */
    guestOrExternalUserTypes: z
      .string()
      .nullish()
      .transform((types) => (types ?? '').split(',').filter((type) => type !== '' && type !== 'none')),
    externalTenants: z.object({ membershipKind: z.string().nullish() }).nullish(),
  })
  .nullish();

const APPLICATIONS = z.object({
  includeApplications: words,
  excludeApplications: words,
  includeAuthenticationContextClassReferences: words,
  applicationFilter: z.object({ mode: z.string().nullish() }).nullish(),
});

const USERS = z.object({
  includeUsers: words,
  excludeUsers: words,
  excludeGroups: words,
  excludeRoles: words,
  includeGuestsOrExternalUsers: OUTSIDERS,
  excludeGuestsOrExternalUsers: OUTSIDERS,
});

const GRANTS = z.object({
  operator: z.string().nullish(),
  builtInControls: words,
  customAuthenticationFactors: words,
  termsOfUse: words,
  authenticationStrength: z.object({ requirementsSatisfied: z.string().nullish() }).nullish(),
});

const FREQUENCY = z.object({ isEnabled: z.boolean().nullish(), frequencyInterval: z.string().nullish() });

/**
 * What the doctor reads of a Conditional Access policy. `conditions` keeps the fields that are not named here, because a
 * condition that the doctor does not know narrows a policy too.
 * https://learn.microsoft.com/graph/api/resources/conditionalaccesspolicy
 */
export const ACCESS_POLICY = z.object({
  displayName: z.string().nullish(),
  state: z.string(),
  conditions: z
    .object({ applications: APPLICATIONS.nullish(), users: USERS.nullish(), clientAppTypes: words })
    .catchall(z.unknown()),
  grantControls: GRANTS.nullish(),
  sessionControls: z.object({ signInFrequency: FREQUENCY.nullish() }).nullish(),
});

/** An authentication context of the tenant. `isAvailable`: it is published to apps. */
export const AUTH_CONTEXT = z.object({ id: z.string(), isAvailable: z.boolean().nullish() });

export type AccessPolicy = z.output<typeof ACCESS_POLICY>;
export type AuthContext = z.output<typeof AUTH_CONTEXT>;
export type Outsiders = z.output<typeof OUTSIDERS>;
