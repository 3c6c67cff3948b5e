import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import type { Channel, Link } from '../../domain/reminders/link.ts';
import type { Scope } from '../../domain/shared/organisation.ts';

export interface Links {
  /** Undefined: added, or brought back to life. The link that is there already otherwise (then nothing is audited). */
  add(link: Link, audit: AuditEvent): Promise<Link | undefined>;
  /** The link that was removed; undefined if there was none. */
  remove(id: string, audit: AuditEvent): Promise<Link | undefined>;
  all(): Promise<readonly Link[]>;
  /** Those of any of these scopes. */
  of(scopes: readonly Pick<Scope, 'kind' | 'key'>[]): Promise<readonly Link[]>;
  /** The channel of this conversation, as its live links know it; undefined if none is live. */
  channel(conversationId: string): Promise<Channel | undefined>;
  /**
   * The bot has just heard from this channel: its address and names are kept current in its live links. With `revived`
   * dead ones live again, which is recorded, and without it they stay as they are. Writes only if something differs.
   * Whether links of the channel are dead afterwards.
   */
  heardFrom(channel: Channel, revived?: AuditEvent): Promise<boolean>;
  /**
   * The bot was removed from a team or a channel: the links that died just now. A team's id is also that of its General
   * channel (Microsoft: channel and group chat conversations with a bot). `told`: what is said of them.
   */
  die(
    where: { readonly teamId: string } | { readonly conversationId: string },
    audit: AuditEvent,
    told: (died: readonly Link[]) => readonly OutboxMessage[],
  ): Promise<readonly Link[]>;
  /**
   * Removes all links of a channel, dead ones too, in one transaction with an audit row for each: the links that were
   * there. `told`: what is said of them. Nothing is audited or told if there was none.
   */
  removeAllOf(
    conversationId: string,
    audit: (removed: Link) => AuditEvent,
    told: (removed: readonly Link[]) => readonly OutboxMessage[],
  ): Promise<readonly Link[]>;
}
