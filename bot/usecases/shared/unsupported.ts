import type { CommandModule } from './command-module.ts';

interface UnsupportedCommand {
  readonly kind: 'unsupported';
  readonly text: string;
}

/** Text and buttons that no other command reads. */
export const unsupportedCommand: CommandModule<UnsupportedCommand> = {
  kind: 'unsupported',
  need: 'nothing',
  perform: async (_deps, { text }) => ({ kind: 'unknown', text }),
};
