import type { Mutant } from '../mutant.ts';
import { ACCESS_MUTANTS } from './access.ts';
import { AUDIT } from './audit.ts';
import { GATE } from './gate.ts';
import { LEDGER_MUTANTS } from './ledger.ts';
import { OUTBOX } from './outbox.ts';
import { SECRETS } from './secrets.ts';
import { SIGN_IN } from './sign-in.ts';

/** All mutants, those of one file one after the other. */
export const MUTANTS: readonly Mutant[] = [
  ...GATE,
  ...SIGN_IN,
  ...SECRETS,
  ...ACCESS_MUTANTS,
  ...LEDGER_MUTANTS,
  ...AUDIT,
  ...OUTBOX,
];
