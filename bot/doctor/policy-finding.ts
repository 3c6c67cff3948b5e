import { counted } from '../../cards/shared/dates.ts';
import { plainText } from '../domain/shared/text.ts';
import { type Finding, failure, firstOf, pass, warning } from './check.ts';
import type { Flaw } from './policy-flaws.ts';
import type { PolicyTarget, PolicyVerdict, Rejected } from './review-policies.ts';

const [POLICIES_SHOWN, PEOPLE_SHOWN] = [5, 10];

export interface VerdictWords {
  readonly target: PolicyTarget;
  /** Whether it matters that a remembered sign-in does not count. */
  readonly fresh: boolean;
  /** Whether the managers and administrators of the bot could be compared with the people who are excluded. */
  readonly staffKnown: boolean;
}

/** What the doctor says of a verdict. */
export function policyFinding(verdict: PolicyVerdict, words: VerdictWords): Finding {
  switch (verdict.kind) {
    case 'unguarded':
      return failure(unguarded(words.target, verdict.rejected), policySteps(words));
    case 'excludes-staff': {
      const detail = [
        'The policies exclude people who manage applications or are administrators here, by object id:',
        ...firstOf(verdict.people, PEOPLE_SHOWN),
      ];
      return failure(detail.join('\n'), 'Take them out of the exclusions: nothing asks them for MFA.');
    }
    case 'guarded':
      return guarded(verdict, words);
  }
}

/** How an administrator makes the policy that is missing. */
export function policySteps({ target, fresh }: Pick<VerdictWords, 'target' | 'fresh'>): string {
  const resource =
    target.kind === 'context' ? `“Authentication context” ${target.id}` : `the application ${target.clientId}`;
  const session = fresh ? ', session “Sign-in frequency: Every time”' : '';
  return `In Entra, under Conditional Access, make a policy: all users (guests included), target resources ${resource}, no conditions, grant “Require multifactor authentication”${session}, and enable it (“On”, not “Report-only”). Step 4 of the page for Azure has the commands.`;
}

function guarded({ excluded, everyTime }: Extract<PolicyVerdict, { kind: 'guarded' }>, words: VerdictWords): Finding {
  const doubts = [
    ...(excluded.length > 0 ? [exclusion(excluded, words)] : []),
    ...(words.fresh && !everyTime ? [REMEMBERED] : []),
  ];
  if (doubts.length === 0) return pass(`${guardedWords(words.target)}${words.fresh ? ', every time' : ''}.`);
  return warning(doubts.map(({ detail }) => detail).join('\n'), doubts.map(({ advice }) => advice).join('\n'));
}

/** auth_time is the time of the first factor. */
const REMEMBERED = {
  detail:
    'The policy has no sign-in frequency “Every time”: a fresh password with an MFA that Entra remembers satisfies it.',
  advice: 'In the policy, under Session, set “Sign-in frequency” to “Every time”.',
};

function exclusion(people: readonly string[], { staffKnown }: VerdictWords) {
  const role = staffKnown ? 'They manage nothing here' : 'The database was not read, so managers may be among them';
  return {
    detail: [
      `The policies exclude ${counted(people.length, 'account')}, by object id:`,
      ...firstOf(people, PEOPLE_SHOWN),
      `${role}.`,
    ].join('\n'),
    advice:
      'Exclude emergency accounts only, and let none of them manage an application or be an administrator of the bot: nothing asks them for MFA.',
  };
}

function guardedWords(target: PolicyTarget): string {
  return target.kind === 'context'
    ? `Enabled policies ask everybody for MFA before Entra grants ${target.id}`
    : 'Enabled policies ask everybody for MFA before Entra issues a token for the registration';
}

function unguarded(target: PolicyTarget, rejected: readonly Rejected[]): string {
  // Most tenants have policies for all applications that ask for something else.
  const close = rejected.filter(({ flaws }) => !flaws.some(({ kind }) => kind === 'no-mfa'));
  if (close.length > 0) {
    return ['No enabled policy asks everybody for MFA:', ...firstOf(close.map(reasons), POLICIES_SHOWN)].join('\n');
  }
  if (target.kind === 'registration') return 'No policy for the registration asks for MFA.';
  return rejected.length === 0
    ? `No policy targets ${target.id}: Entra grants it to everybody, and it proves nothing.`
    : `The policy on ${target.id} does not ask for MFA.`;
}

function reasons({ name, flaws, reach: { members, guests } }: Rejected): string {
  const said = [
    ...flaws.map(flawWords),
    ...(members && !guests ? ['leaves out guests'] : []),
    ...(guests && !members ? ['is for guests only'] : []),
  ];
  return `“${plainText(name, 80)}” ${said.join('; ')}.`;
}

function flawWords(flaw: Flaw): string {
  switch (flaw.kind) {
    case 'off':
      return 'is off';
    case 'report-only':
      return 'is report-only and demands nothing';
    case 'no-mfa':
      return 'does not ask for MFA';
    case 'some-people':
      return 'is for some people only';
    case 'excludes-groups':
      return 'excludes a group, whose members the doctor cannot see';
    case 'excludes-roles':
      return 'excludes a role, whose holders the doctor cannot see';
    case 'alternatives':
      return `is satisfied without MFA by ${flaw.grants.map((grant) => plainText(grant, 40)).join(' or ')}`;
    case 'narrowed':
      return `holds only under conditions (${flaw.conditions.join(', ')})`;
  }
}
