import type { RequestState } from '../../../bot/domain/access/access-request.ts';
import type { Notice, RequestNews } from '../../../bot/domain/messages/notice.ts';
import type { WayEnd } from '../../../bot/domain/messages/outcomes.ts';
import type { RotationState, RotationStep } from '../../../bot/domain/rotation/rotation.ts';
import type { Refusal as SignInRefusal } from '../../../bot/domain/secrets/sign-in-log.ts';
import type { HelpTopic, MailChoice } from '../../../bot/domain/shared/command.ts';
import type { Note, Outcome } from '../../../bot/domain/shared/outcome.ts';
import type { ContactRefusal, Refusal, RequestRefusal } from '../../../bot/domain/shared/refusal.ts';

/** The variants that some kinds of outcome must have. */
interface OutcomeVariants {
  readonly help: HelpTopic;
  readonly 'mail-choice': MailChoice;
  readonly 'last-way': WayEnd;
  /** They come from the samples of notes, which are exhaustive themselves. */
  readonly note: never;
  readonly refused: Refusal;
  readonly request: RequestState;
  readonly rotation: RotationStep | Exclude<RotationState, 'open'>;
}

interface NoteVariants {
  readonly request: RequestRefusal;
  readonly reviewed: Extract<Note, { readonly kind: 'reviewed' }>['how'];
  readonly contact: ContactRefusal;
  readonly 'contact-decided': Extract<Note, { readonly kind: 'contact-decided' }>['how'];
}

interface NoticeVariants {
  readonly request: RequestState;
  readonly 'request-news': RequestNews;
  readonly outage: SignInRefusal | 'mended' | 'silent';
}

type Kinded = { readonly kind: string };
type Variant<Kind extends PropertyKey, Required> = Kind extends keyof Required ? Required[Kind] & string : 'plain';

/**
 * Samples of a union: by kind, then by the name of the variant. A kind must have the variants that `Required` names for
 * it, or else one that is called `plain`. A kind without a sample, and a sample under another kind, do not compile.
 */
type SamplesOf<Union extends Kinded, Required> = {
  readonly [Kind in Union['kind']]: Readonly<Record<Variant<Kind, Required>, Extract<Union, { readonly kind: Kind }>>> &
    Readonly<Record<string, Extract<Union, { readonly kind: Kind }>>>;
};

export type OutcomeSamples<Slice extends Outcome = Outcome> = SamplesOf<Slice, OutcomeVariants>;
export type NoteSamples = SamplesOf<Note, NoteVariants>;
export type NoticeSamples = SamplesOf<Notice, NoticeVariants>;

/** One sample for each key. */
export function each<K extends string, T>(keys: readonly K[], sampleOf: (key: K) => T): Readonly<Record<K, T>> {
  return Object.fromEntries(keys.map((key) => [key, sampleOf(key)])) as Record<K, T>;
}

/** All samples in one list, named `kind` for the plain variant and `kind-variant` for the others. */
export function named<T>(samples: Readonly<Record<string, Readonly<Record<string, T>>>>): ReadonlyMap<string, T> {
  const all = Object.entries(samples).flatMap(([kind, variants]) =>
    Object.entries(variants).map(([variant, sample]) => {
      return [variant === 'plain' ? kind : `${kind}-${variant}`, sample] as const;
    }),
  );
  const byName = new Map(all);
  if (byName.size < all.length) throw new Error('two samples have one name, so that one of them is never drawn');
  return byName;
}
