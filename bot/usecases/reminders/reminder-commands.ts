import type { Command } from '../../domain/shared/command.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { undelivered, undeliveredAct } from '../messages/undelivered.ts';
import type { Deps } from '../shared/deps.ts';
import { due, showDigest } from './digest-item.ts';
import { expiring } from './expiring.ts';
import { link, links, unlink, unlinkOne } from './links.ts';
import { notify } from './notify.ts';
import { sweepCommand } from './sweep.ts';

type ReminderCommand = Extract<
  Command,
  {
    kind:
      | 'expiring'
      | 'link'
      | 'unlink'
      | 'unlink-one'
      | 'links'
      | 'digest'
      | 'digest-item'
      | 'notify'
      | 'sweep'
      | 'undelivered'
      | 'undelivered-act';
  }
>;

/** The commands about reminders: who gets them where, and what they say. */
export async function performReminder(deps: Deps, command: ReminderCommand, asker: Asker): Promise<Outcome> {
  switch (command.kind) {
    case 'expiring':
      return expiring(deps, command.days, asker);
    case 'link':
      return link(deps, command, asker);
    case 'unlink':
      return unlink(deps, command, asker);
    case 'unlink-one':
      return unlinkOne(deps, command.id, asker);
    case 'links':
      return links(deps, asker);
    case 'digest':
      return showDigest(deps, command.digest, command.page, asker);
    case 'digest-item':
      return due(deps, command, asker);
    case 'notify':
      return notify(deps, command.mail, asker);
    case 'sweep':
      return sweepCommand(deps, command.accept, asker);
    case 'undelivered':
      return undelivered(deps, asker);
    case 'undelivered-act':
      return undeliveredAct(deps, command, asker);
  }
}
