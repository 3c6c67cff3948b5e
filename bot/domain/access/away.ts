import type { ApplicationRef } from '../shared/application.ts';
import type { NamedPerson, PersonId } from '../shared/person.ts';
import type { DirectoryStatus, PersonStatus } from './directory-person.ts';

/** `left`: the directory does not know the person any more. `disabled`: the person's account may not sign in. */
export type AwayHow = 'left' | 'disabled';

/** A manager is away. Such a person counts as no manager and gets nothing, and the assignments stay until they are removed. */
export interface Away {
  readonly how: AwayHow;
  /** When a sweep saw it first. */
  readonly since: Date;
}

export interface AwayPerson extends Away {
  readonly person: NamedPerson;
}

/** An application of a manager who is away. */
export interface AwayApplication extends ApplicationRef {
  /** Its managers who are there. */
  readonly others: readonly NamedPerson[];
}

/** A manager who is away, with what they manage. */
export interface AwayManager extends AwayPerson {
  /** In the order of their names; at least one. */
  readonly applications: readonly AwayApplication[];
}

/** Those of these managers who are there. */
export function presentOf<T extends { readonly away?: Away | undefined }>(managers: readonly T[]): readonly T[] {
  return managers.filter(({ away }) => away === undefined);
}

/** What a sweep has seen of one manager. */
export interface LookedAt {
  readonly person: NamedPerson;
  /** What the ledger says. Undefined if the person is there. */
  readonly known: AwayHow | undefined;
  readonly status: PersonStatus;
}

/** What a look at the managers changes. */
export interface AwayPlan {
  /** Those who are away now and were not, or not in this way. */
  readonly away: readonly { readonly person: NamedPerson; readonly how: AwayHow }[];
  /** Those who were away and are there again. */
  readonly back: readonly PersonId[];
  /** How many were there before, and how many of these are away now. */
  readonly there: number;
  readonly news: number;
}

/** If the directory does not answer for somebody, the person is away or there as before. */
export function planAway(looked: readonly LookedAt[]): AwayPlan {
  const there = looked.filter(({ known }) => known === undefined);
  const away = looked.flatMap(({ person, known, status }) => {
    const how = awayIn(status);
    return how === undefined || how === known ? [] : [{ person, how }];
  });
  return {
    away,
    back: looked
      .filter(({ known, status }) => known !== undefined && isBack(known, status))
      .map(({ person }) => person),
    there: there.length,
    news: there.filter(({ status }) => awayIn(status) !== undefined).length,
  };
}

export function awayIn({ status }: Pick<PersonStatus, 'status'>): AwayHow | undefined {
  return status === 'left' || status === 'disabled' ? status : undefined;
}

/** A disabled account is enabled again only if the directory says so: the bot may have lost the right to read it. */
export function isBack(known: AwayHow, { status, enabled }: PersonStatus): boolean {
  return status === 'here' && (known === 'left' || enabled === true);
}

/** What the last sweep saw stays true if the directory does not say otherwise now. `known`: how the person was away then. */
export function statusNow(now: PersonStatus, known: AwayHow | undefined): DirectoryStatus {
  const isAwayStill = known !== undefined && !isBack(known, now) && (now.status === 'here' || now.status === 'unknown');
  return isAwayStill ? known : now.status;
}

/** So many may always go between two looks. */
const FEW = 5;
/** More than this part of the managers do not go in one day. */
const FAR_TOO_MANY = 0.25;

/** Far too many managers would be away at once. */
export interface AwayDoubt {
  readonly news: number;
  readonly there: number;
}

/** Why a look at the managers seems wrong. Undefined if it does not. */
export function awayDoubt({ news, there }: AwayPlan): AwayDoubt | undefined {
  return news > FEW && news > there * FAR_TOO_MANY ? { news, there } : undefined;
}
