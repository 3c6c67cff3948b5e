import type { Scope } from '../shared/organisation.ts';
import type { ChannelFacts, Conversation, NamedPerson } from '../shared/person.ts';

/** A Teams channel, as the bot last heard of it. */
export interface Channel extends ChannelFacts {
  /** `kind` is `channel`; the id has no thread part. */
  readonly conversation: Conversation;
}

/** A link makes a channel the managers' channel of an organisation or an application. */
export interface Link {
  readonly id: string;
  readonly scope: Scope;
  readonly channel: Channel;
  readonly linkedBy: NamedPerson;
  readonly linkedAt: Date;
  /** The time since which the bot cannot reach the channel; undefined if it can. */
  readonly deadSince: Date | undefined;
}
