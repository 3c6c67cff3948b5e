import type { ReportShown } from '../secrets/last-use.ts';
import type { ApplicationRef, ClientSecret } from '../shared/application.ts';
import type { SecretView } from '../shared/application-view.ts';
import type { MailChoice } from '../shared/command.ts';
import type { Scope } from '../shared/organisation.ts';
import type { Claim } from './claim.ts';
import type { DigestView } from './digest.ts';
import type { Link } from './link.ts';
import type { SweepDoubt, SweepReport } from './sweep.ts';

/** One secret on the timeline. */
export interface ExpiringRow {
  readonly application: ApplicationRef;
  readonly secret: SecretView;
  /** Calendar days; 0 is today. */
  readonly daysLeft: number;
  /** The reader sees it as an administrator and does not manage it. */
  readonly readOnly?: boolean;
}

/** The outcomes of the commands about expiry, reminders and managers' channels. */
export type RemindersOutcome =
  | {
      readonly kind: 'expiring';
      readonly days: number;
      /** The person asked for more days than that, and there are no more to look at. */
      readonly isCut?: boolean;
      readonly now: Date;
      /** IANA name of the zone whose calendar days count. */
      readonly zone: string;
      /** Soonest first: one page of them. */
      readonly rows: readonly ExpiringRow[];
      readonly filter: string;
      /** From 1. */
      readonly page: number;
      readonly pages: number;
      /** The rows of all pages. */
      readonly total: number;
      /** Whether it looks at the asker's own applications, or at all, as an administrator sees them. */
      readonly whose: 'own' | 'all';
      /** The asker is an administrator. */
      readonly mayShowAll: boolean;
      /** Undefined if nothing tells of last uses. */
      readonly report?: ReportShown;
    }
  | { readonly kind: 'digest'; readonly digest: DigestView; readonly page: number }
  /** The person is on it. The days are `YYYY-MM-DD`: today, and the last one that may be promised. */
  | {
      readonly kind: 'claim';
      readonly application: ApplicationRef;
      readonly secret: Pick<ClientSecret, 'keyId' | 'name' | 'end'>;
      readonly claim: Claim;
      /** `own`: it was the person's claim before. `day-off`: the day that was typed cannot be promised. */
      readonly step: 'claimed' | 'own' | 'promised' | 'day-off';
      readonly firstDay: string;
      readonly lastDay: string;
    }
  | { readonly kind: 'given-back'; readonly application: ApplicationRef }
  /** `connects`: it does, so that nobody can say that it is not used any more. */
  | { readonly kind: 'unused'; readonly application: ApplicationRef; readonly step: 'ask' | 'said' | 'connects' }
  | { readonly kind: 'mail-choice'; readonly choice: MailChoice; readonly changed: boolean }
  | {
      readonly kind: 'choose-scope';
      readonly act: 'link' | 'unlink' | 'contact';
      readonly query: string;
      readonly scopes: readonly Scope[];
      /** The addresses that were typed, for `contact`. */
      readonly addresses?: string;
    }
  | {
      readonly kind: 'linked';
      readonly scope: Scope;
      readonly already: boolean;
      /** So many people of other organisations read the channel; left out if there are none. */
      readonly outsiders?: number;
    }
  | { readonly kind: 'unlinked'; readonly scope: Scope | undefined }
  | {
      readonly kind: 'links';
      readonly links: readonly Link[];
      /** Ids of the links that the asker may remove. */
      readonly mayUnlink: ReadonlySet<string>;
    }
  | { readonly kind: 'sweep'; readonly report: SweepReport; readonly doubt: SweepDoubt | undefined };
