import { type Check, pass, warning } from '../check.ts';

/** Whoever owns the tables can make the record anew from some row on; what is kept elsewhere shows it. */
export const auditAnchor: Check = {
  title: 'Record anchored',
  look: async ({ settings: { auditKeys, auditHeadsFile } }) => {
    const kept = [
      ...(auditKeys === undefined ? [] : ['its head is signed']),
      ...(auditHeadsFile === undefined ? [] : ['heads go to a file']),
    ];
    if (kept.length > 0) return pass(`Besides the log, ${kept.join(' and ')}.`);
    const advice =
      'Set AUDIT_KEY (in Azure a Key Vault reference) or AUDIT_HEADS_FILE, or keep the log where the database’s administrators cannot write.';
    return warning('By the log alone: neither AUDIT_KEY nor AUDIT_HEADS_FILE is set.', advice);
  },
};
