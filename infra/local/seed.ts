import type { LocalPerson } from './people.ts';
import { stableId } from './stable-id.ts';
import type { ApiTarget } from './tenant/apis.ts';

/**
 * One secret of a seeded application. Its start and its end are days from now; an expired secret has a negative end.
 */
export interface SeedSecret {
  readonly name: string | null;
  readonly startDays: number;
  readonly endDays: number;
}

export interface SeedApplication {
  readonly displayName: string;
  /** It asks for permissions of these APIs. Left out if its name alone says what it is for. */
  readonly reaches?: readonly ApiTarget[];
  readonly managers: readonly PersonKey[];
  readonly secrets: readonly SeedSecret[];
}

/** A system of a partner that signs in with a seeded secret. */
export interface SeedSystem {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  /** Its place among the secrets of the application. */
  readonly secret: number;
  readonly resource: string;
}

export type PersonKey = 'anna' | 'bram' | 'clara' | 'daan' | 'eva' | 'finn' | 'iris';

const ADMIN_ROLE = 'Credentials.Admin';
/** The mail domain of the invented tenant. */
export const DOMAIN = 'registers.example';

function person(key: PersonKey, name: string, n: number, about: string, roles: readonly string[] = []): LocalPerson {
  return {
    oid: `0a000000-0000-4000-8000-00000000000${n}`,
    name,
    upn: `${name.toLowerCase().replaceAll(' ', '.')}@${DOMAIN}`,
    accountId: `29:1${key}-local-account`,
    roles,
    about,
  };
}

/** Somebody of a member organisation: Entra makes the user principal name of a guest from the address at home. */
function guest(key: PersonKey, name: string, n: number, home: string, about: string): LocalPerson {
  const mail = `${name.toLowerCase().replaceAll(' ', '.')}@${home}`;
  return { ...person(key, name, n, about), upn: `${mail.replace('@', '_')}#EXT#@${DOMAIN}`, mail };
}

/** The managers are guests, as people of member organisations are; Daan has got an account of the tenant itself. */
export const PEOPLE: Readonly<Record<PersonKey, LocalPerson>> = {
  anna: guest('anna', 'Anna Jansen', 1, 'matchwell.example', 'Credential manager, Matchwell (Netherlands)'),
  bram: guest('bram', 'Bram Visser', 2, 'matchwell.example', 'Credential manager, Matchwell (Netherlands)'),
  clara: guest('clara', 'Clara Vogel', 3, 'stammzell.example', 'Credential manager, Stammzell-Register-Nord (Germany)'),
  daan: person('daan', 'Daan Smit', 4, 'Colleague at Matchwell without a role'),
  eva: person('eva', 'Eva Lind', 5, 'Administrator of the umbrella organisation', [ADMIN_ROLE]),
  finn: guest(
    'finn',
    'Finn Weber',
    6,
    'stammzell.example',
    'Guest from Stammzell-Register-Nord (Germany), without a role',
  ),
  iris: person('iris', 'Iris Berg', 7, 'Second administrator of the umbrella organisation', [ADMIN_ROLE]),
};

/** The tenant of a member organisation whose people are in a shared channel without being guests. */
export const PARTNER_TENANT = stableId('tenant of Cellbanken');

/** People of other organisations in a shared channel. They have no account in the invented tenant. */
export const OUTSIDERS: readonly LocalPerson[] = [
  {
    oid: '0b000000-0000-4000-8000-000000000001',
    name: 'Maja Berg',
    upn: 'maja.berg@cellbanken.example',
    accountId: '29:1maja-outside-account',
    roles: [],
    about: 'Of Cellbanken (Sweden), in a shared channel only, without an account here',
    homeTenantId: PARTNER_TENANT,
  },
];

const secret = (name: string | null, startDays: number, endDays: number): SeedSecret => ({ name, startDays, endDays });

/**
 * The secrets show every state: more than six weeks left, a few days before the six weeks, between six and three weeks,
 * before the three weeks, in the last week, expired, and no secret at all. Each secret shows its next reminder when a
 * day or a week passes.
 */
export const APPLICATIONS: readonly SeedApplication[] = [
  {
    displayName: 'Partner-NL-Matchwell-DM',
    reaches: ['DM/production', 'DM/sandbox'],
    managers: ['anna', 'bram'],
    secrets: [secret('Secret by Anna Jansen', -340, 25), secret('Secret by Bram Visser', -40, 325)],
  },
  {
    displayName: 'Partner-NL-Matchwell-SMC',
    reaches: ['SMC/production'],
    managers: ['anna', 'bram'],
    secrets: [secret('Secret by Bram Visser', -361, 4), secret('Old connector', -420, -55)],
  },
  {
    displayName: 'PartnerAlternative-NL-Matchwell-SMC',
    managers: ['anna'],
    secrets: [secret('Sandbox tests', -120, 245), secret('Integration tests', -321, 44)],
  },
  {
    displayName: 'Partner-DE-Stammzell-Register-Nord-DM',
    managers: ['clara'],
    secrets: [secret('Secret by Clara Vogel', -380, -15)],
  },
  {
    displayName: 'Partner-DE-Stammzell-Register-Nord-SMC',
    reaches: ['SMC/production', 'SMC/sandbox'],
    managers: ['clara'],
    secrets: [secret('Secret by Clara Vogel', -65, 300), secret('Nightly search', -330, 35)],
  },
  { displayName: 'PartnerAlternative-DE-Stammzell-Register-Nord-SMC', managers: ['clara'], secrets: [] },
  { displayName: 'Partner-FR-Moelle-Avenir-DM', managers: [], secrets: [secret('Secret by Luc Morel', -200, 165)] },
  { displayName: 'Partner-FR-Moelle-Avenir-SMC', managers: [], secrets: [secret(null, -350, 15)] },
  { displayName: 'Partner-SE-Cellbanken-SMC', managers: [], secrets: [secret('Secret by Maja Berg', -363, 2)] },
  {
    displayName: 'Partner-JP-Kizuna-DM',
    reaches: ['DM/sandbox', 'SMC/sandbox'],
    managers: [],
    secrets: [secret('Rotation 2', -10, 355)],
  },
  { displayName: 'Partner-US-Common-Thread-SMC', managers: [], secrets: [secret('gateway', -90, 275)] },
  {
    displayName: 'Matchwell legacy upload',
    reaches: ['DM/production'],
    managers: ['bram'],
    secrets: [secret('upload server', -300, 65)],
  },
];

/** Two systems that really sign in: one with a secret of its last week, and one with a secret that lasts longer. */
export const SYSTEMS: readonly SeedSystem[] = [
  {
    id: 'matchwell',
    name: 'Matchwell search',
    displayName: 'Partner-NL-Matchwell-SMC',
    secret: 0,
    resource: 'api://search-and-match',
  },
  {
    id: 'stammzell',
    name: 'Stammzell nightly search',
    displayName: 'Partner-DE-Stammzell-Register-Nord-SMC',
    secret: 1,
    resource: 'api://search-and-match',
  },
];
