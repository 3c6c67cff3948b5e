import type { Scope } from '../shared/organisation.ts';
import type { Asker, NamedPerson } from '../shared/person.ts';
import { folded } from '../shared/text.ts';

/**
 * `new`: nobody was asked yet. `waiting`: it waits for the organisation's confirmation. `confirmed`: it waits for an
 * administrator. `folded`: it means the same as another request of the same person. The other states are ends.
 */
export type RequestState = 'new' | 'waiting' | 'confirmed' | 'approved' | 'declined' | 'expired' | 'folded';

export const OPEN_STATES = ['new', 'waiting', 'confirmed'] as const satisfies readonly RequestState[];

/**
 * The states that look open to the person who asked. `folded` is one of them: two requests are folded only if what they
 * mean exists, and the person must not learn that.
 */
export const LASTING_STATES = [...OPEN_STATES, 'folded'] as const satisfies readonly RequestState[];

export interface RequestTick {
  readonly by: NamedPerson;
  readonly at: Date;
}

/** Somebody asks to manage an application, or all of an organisation. */
export interface AccessRequest {
  readonly id: string;
  /** The person to tell, and the conversation to tell them in. */
  readonly asker: Asker;
  /** As typed: untrusted text, like `why` and `who`. */
  readonly query: string;
  readonly why: string;
  /** Who in the organisation knows of it. */
  readonly who: string;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
  readonly state: RequestState;
  /** What the words were found to mean. Undefined if nothing was found, or before they were looked up. */
  readonly scope: Scope | undefined;
  /** `recorded` is who confirmed it, if an administrator wrote that down. */
  readonly confirmation: (RequestTick & { readonly recorded: string | undefined }) | undefined;
  /** Who approved or declined it, and when. The reason is untrusted text. The version before asked for none. */
  readonly decision: (RequestTick & { readonly reason?: string | undefined }) | undefined;
  /** How often it was asked again. */
  readonly repeats: number;
}

export const REQUEST_LIFETIME_MS = 14 * 24 * 60 * 60_000;
/** How many open requests one person may have: enough for every application of an organisation, too few for a flood. */
export const REQUESTS_AT_ONCE = 10;

export function isOpenRequest(request: Pick<AccessRequest, 'state'>): boolean {
  return isLastingRequest(request) && request.state !== 'folded';
}

/** What the asker is told of a request. Nothing is told before its first step, which depends on what exists. */
export interface RequestBecame {
  readonly state: 'confirmed' | 'approved' | 'declined' | 'expired';
  /** Why it was declined: untrusted text. */
  readonly reason?: string | undefined;
}

export function becameOf({ state, decision }: AccessRequest): RequestBecame | undefined {
  switch (state) {
    case 'new':
    case 'waiting':
    case 'folded':
      return undefined;
    default:
      return { state, reason: decision?.reason };
  }
}

/** The words of a request in the form in which two requests are compared. */
export function requestKey(query: string): string {
  return folded(query).replace(/^\{(.*)\}$/, '$1');
}

export function isLastingRequest({ state }: Pick<AccessRequest, 'state'>): boolean {
  return state === 'new' || state === 'waiting' || state === 'confirmed' || state === 'folded';
}

export const REQUEST_FIELDS = ['query', 'why', 'who'] as const;
export type RequestProblem = `${(typeof REQUEST_FIELDS)[number]}-${'empty' | 'too-long'}`;

/** Characters. */
export const REQUEST_LIMITS = { query: 200, why: 500, who: 120 } as const;

export type ReasonProblem = 'reason-empty' | 'reason-too-long';

/** Characters of the reason for declining a request. */
export const REASON_LIMIT = 500;

/** What is wrong with the reason for declining a request, if anything is. */
export function reasonProblem(reason: string): ReasonProblem | undefined {
  const text = reason.trim();
  if (text === '') return 'reason-empty';
  return [...text].length > REASON_LIMIT ? 'reason-too-long' : undefined;
}

/** What is wrong with a filled-in request form. Empty if it may be sent. */
export function requestProblems(
  form: Readonly<Record<(typeof REQUEST_FIELDS)[number], string>>,
): readonly RequestProblem[] {
  return REQUEST_FIELDS.flatMap((field): RequestProblem[] => {
    const text = form[field].trim();
    if (text === '') return [`${field}-empty`];
    return [...text].length > REQUEST_LIMITS[field] ? [`${field}-too-long`] : [];
  });
}
