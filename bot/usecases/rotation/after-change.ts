import { deleteWarnings, isLogLate } from '../../domain/rotation/rotation.ts';
import { hasExpired } from '../../domain/shared/expiry.ts';
import type { AfterChange } from '../secrets/after-change.ts';
import { evidenceOf } from './rotation-evidence.ts';
import { rotationAfterCreation, rotationById } from './rotation-view.ts';

/** What a rotation does when one of its secrets has changed. */
export const rotationAfterChange: Omit<AfterChange, 'refresh'> = {
  stepTaken: (deps, id) => rotationById(deps, id, 'step-taken'),
  created: rotationAfterCreation,
  deleted: (deps, id) => rotationById(deps, id),
  warnings: async (deps, id) => {
    const rotation = await deps.ledger.rotations.find(id);
    if (rotation === undefined) return [];
    const now = deps.clock();
    const moment = { oldExpired: hasExpired(rotation.old, now), logLate: isLogLate(rotation, now) };
    return deleteWarnings(rotation, await evidenceOf(deps, rotation), moment);
  },
};
