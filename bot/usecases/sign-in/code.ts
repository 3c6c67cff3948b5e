import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { asciiDigits } from '../../domain/shared/typed.ts';
import type { CommandModule, Resumed } from '../shared/command-module.ts';
import type { Deps } from '../shared/deps.ts';
import { redeemCode } from './sign-in.ts';

interface CodeCommand {
  readonly kind: 'code';
  readonly code: string;
}

/** Six digits, maybe in two groups, maybe after the word “code”, and with any signs around them. */
const CODE = /^[^\p{L}\p{N}]*(?:code[^\p{L}\p{N}]+)?(\d{3})[^\p{L}\p{N}]?(\d{3})[^\p{L}\p{N}]*$/iu;

/** The six digits that the sign-in page shows. */
export const codeCommand: CommandModule<CodeCommand> = {
  kind: 'code',
  readWhole: (text) => {
    const [, first, second] = CODE.exec(asciiDigits(text)) ?? [];
    return first === undefined ? undefined : { kind: 'code', code: `${first}${second}` };
  },
  need: 'nothing',
  perform: resume,
};

/** Goes on with the command that the sign-in had interrupted. */
async function resume(
  deps: Pick<Deps, 'clock' | 'random' | 'ledger'>,
  { code }: CodeCommand,
  asker: Asker,
): Promise<Outcome | Resumed> {
  const redeemed = await redeemCode(deps, code, asker);
  return 'command' in redeemed ? { kind: 'resumed', command: redeemed.command } : redeemed;
}
