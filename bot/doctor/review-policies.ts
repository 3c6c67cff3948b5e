import type { AccessPolicy } from './access-policy.ts';
import { type Flaw, grantFlaws, type Reach, reachFlaws, reachOf } from './policy-flaws.ts';

/** What a policy has to guard. `registration`: a token for the registration with this client ID. */
export type PolicyTarget =
  | { readonly kind: 'registration'; readonly clientId: string }
  | { readonly kind: 'context'; readonly id: string };

export interface PolicyFacts {
  readonly target: PolicyTarget;
  readonly policies: readonly AccessPolicy[];
  /** Object ids of the managers and administrators of the bot; undefined if they are not known. */
  readonly staff: ReadonlySet<string> | undefined;
}

/** A policy that is aimed at the target and does not guard it by itself. */
export interface Rejected {
  readonly name: string;
  readonly flaws: readonly Flaw[];
  readonly reach: Reach;
}

/** Whether Entra asks everybody for MFA before it issues what the target stands for. */
export type PolicyVerdict =
  | { readonly kind: 'unguarded'; readonly rejected: readonly Rejected[] }
  | { readonly kind: 'excludes-staff'; readonly people: readonly string[] }
  | {
      readonly kind: 'guarded';
      /** Object ids of the people who are not asked. They are not among the staff, if the staff is known. */
      readonly excluded: readonly string[];
      /** Whether a remembered sign-in does not count. */
      readonly everyTime: boolean;
    };

/**
 * Judges the policies of a tenant. Entra demands what every policy that applies demands, so one sound policy for
 * everybody is enough, and so are one for members and one for guests. A policy that holds for some people, under some
 * conditions, or that something else than MFA satisfies, guards nothing here. See decision 0022: reading trusts the
 * tenant's policy; changing asks for fresh MFA.
 */
export function reviewPolicies({ target, policies, staff }: PolicyFacts): PolicyVerdict {
  const aimed = policies.filter((policy) => isAimedAt(policy, target));
  const reaching = aimed.filter((policy) => reachFlaws(policy).length === 0);
  const excluded = excludedFrom(reaching.filter((policy) => grantFlaws(policy).length === 0));
  if (excluded === undefined) return { kind: 'unguarded', rejected: aimed.map(rejectedOf) };
  const people = excluded.filter((id) => staff?.has(id));
  if (people.length > 0) return { kind: 'excludes-staff', people };
  const remembered = excludedFrom(reaching.filter(asksEveryTime));
  return { kind: 'guarded', excluded, everyTime: remembered?.every((id) => excluded.includes(id)) ?? false };
}

function isAimedAt({ conditions: { applications } }: AccessPolicy, target: PolicyTarget): boolean {
  if (!applications) return false;
  if (target.kind === 'context') return applications.includeAuthenticationContextClassReferences.includes(target.id);
  const names = (list: readonly string[], wanted: string) =>
    list.some((one) => one.toLowerCase() === wanted.toLowerCase());
  const { includeApplications, excludeApplications } = applications;
  if (names(excludeApplications, target.clientId)) return false;
  return names(includeApplications, target.clientId) || includeApplications.includes('All');
}

/** The people who are in the reach of none of the policies; undefined if members or guests as a whole are not. */
function excludedFrom(policies: readonly AccessPolicy[]): readonly string[] | undefined {
  const reaches = policies.map(reachOf);
  const forMembers = reaches.filter(({ members }) => members);
  const forGuests = reaches.filter(({ guests }) => guests);
  if (forMembers.length === 0 || forGuests.length === 0) return undefined;
  return [...new Set([...inAll(forMembers), ...inAll(forGuests)])].sort();
}

function inAll([first, ...others]: readonly Reach[]): readonly string[] {
  return (first?.excluded ?? []).filter((id) => others.every(({ excluded }) => excluded.includes(id)));
}

function asksEveryTime({ sessionControls }: AccessPolicy): boolean {
  const frequency = sessionControls?.signInFrequency;
  return frequency?.isEnabled === true && frequency.frequencyInterval === 'everyTime';
}

function rejectedOf(policy: AccessPolicy): Rejected {
  const flaws = [...grantFlaws(policy), ...reachFlaws(policy)];
  return { name: policy.displayName ?? '', flaws, reach: reachOf(policy) };
}
