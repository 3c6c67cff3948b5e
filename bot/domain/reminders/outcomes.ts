import type { ApplicationRef } from '../shared/application.ts';
import type { SecretView } from '../shared/application-view.ts';
import type { MailChoice } from '../shared/command.ts';
import type { Scope } from '../shared/organisation.ts';
import type { DigestView } from './digest.ts';
import type { Link } from './link.ts';
import type { SweepDoubt, SweepReport } from './sweep.ts';

/** One secret on the timeline. */
export interface ExpiringRow {
  readonly application: ApplicationRef;
  readonly secret: SecretView;
  /** Calendar days; 0 is today. */
  readonly daysLeft: number;
}

/** The outcomes of the commands about expiry, reminders and managers' channels. */
export type RemindersOutcome =
  | {
      readonly kind: 'expiring';
      readonly days: number;
      readonly now: Date;
      /** IANA name of the zone whose calendar days count. */
      readonly zone: string;
      /** Soonest first. */
      readonly rows: readonly ExpiringRow[];
    }
  | { readonly kind: 'digest'; readonly digest: DigestView; readonly page: number }
  | { readonly kind: 'mail-choice'; readonly choice: MailChoice; readonly changed: boolean }
  | {
      readonly kind: 'choose-scope';
      readonly act: 'link' | 'unlink';
      readonly query: string;
      readonly scopes: readonly Scope[];
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
