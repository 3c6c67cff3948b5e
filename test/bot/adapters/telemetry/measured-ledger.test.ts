import { expect, it } from 'vitest';
import { measuredLedger } from '../../../../bot/adapters/telemetry/index.ts';
import type { AuditSigner } from '../../../../bot/ports/audit/audit-anchor.ts';
import { SILENT } from '../../../../bot/ports/shared/telemetry.ts';
import { assignmentsContract } from '../../../contracts/ledger/assignments.ts';
import { auditContract } from '../../../contracts/ledger/audit.ts';
import { digestsContract } from '../../../contracts/ledger/digests.ts';
import { endedSessionsContract } from '../../../contracts/ledger/ended-sessions.ts';
import { linkKeysContract } from '../../../contracts/ledger/link-keys.ts';
import { linksContract } from '../../../contracts/ledger/links.ts';
import { messagesContract } from '../../../contracts/ledger/messages.ts';
import { ledgerContract } from '../../../contracts/ledger/operations.ts';
import { outboxContract } from '../../../contracts/ledger/outbox.ts';
import { askersContract, peopleContract } from '../../../contracts/ledger/people.ts';
import { remindersContract } from '../../../contracts/ledger/reminders.ts';
import { requestStepsContract } from '../../../contracts/ledger/request-steps.ts';
import { requestsContract } from '../../../contracts/ledger/requests.ts';
import { rotationsContract } from '../../../contracts/ledger/rotations.ts';
import { createTestLedger } from '../../../ledger/test-ledger.ts';
import { recordingTelemetry } from './recording.ts';

const open = async (signer?: AuditSigner) => measuredLedger(await createTestLedger(signer), SILENT);
ledgerContract('the measured ledger', open);
messagesContract('the measured ledger', open);
linkKeysContract('the measured ledger', open);
endedSessionsContract('the measured ledger', open);
askersContract('the measured ledger', open);
peopleContract('the measured ledger', open);
assignmentsContract('the measured ledger', open);
requestsContract('the measured ledger', open);
requestStepsContract('the measured ledger', open);
outboxContract('the measured ledger', open);
linksContract('the measured ledger', open);
remindersContract('the measured ledger', open);
digestsContract('the measured ledger', open);
rotationsContract('the measured ledger', open);
auditContract('the measured ledger', open);

it('measures which store of the ledger was called and whether it failed, and nothing of the arguments', async () => {
  const [telemetry, inner] = [recordingTelemetry(), await createTestLedger()];
  const ledger = measuredLedger(inner, telemetry);
  await ledger.mailChoices.of([{ tid: 'canary', oid: 'canary' }]);
  inner.fail(new Error('canary'));
  await expect(ledger.outbox.drop('canary', [])).rejects.toThrow();
  expect(telemetry.seen).toEqual([
    { what: 'ledger', attributes: { store: 'mail-choices', call: 'of' } },
    { what: 'ledger', attributes: { store: 'outbox', call: 'drop', result: 'failed' } },
  ]);
});
