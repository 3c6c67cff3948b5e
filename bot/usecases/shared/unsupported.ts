import { LIKELY_COMMANDS } from '../../domain/shared/outcome.ts';
import type { CommandModule } from './command-module.ts';
import { isThanks, likeliest } from './understanding/understand.ts';

interface UnsupportedCommand {
  readonly kind: 'unsupported';
  readonly text: string;
}

/** As many commands as the answer offers. */
const OFFERED = 3;

/** Text and buttons that no other command reads. */
export const unsupportedCommand: CommandModule<UnsupportedCommand> = {
  kind: 'unsupported',
  need: 'nothing',
  perform: async (_deps, { text }) =>
    isThanks(text) ? { kind: 'thanks' } : { kind: 'unknown', text, likely: likeliest(text, LIKELY_COMMANDS, OFFERED) },
};
