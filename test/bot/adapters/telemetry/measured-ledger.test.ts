import { expect, it } from 'vitest';
import { measuredLedger } from '../../../../bot/adapters/telemetry/index.ts';
import type { AuditSigner } from '../../../../bot/ports/audit/audit-anchor.ts';
import { SILENT } from '../../../../bot/ports/shared/telemetry.ts';
import { assignmentsContract } from '../../../contracts/ledger/assignments.ts';
import { auditContract } from '../../../contracts/ledger/audit.ts';
import { digestsContract } from '../../../contracts/ledger/digests.ts';
import { linksContract } from '../../../contracts/ledger/links.ts';
import { messagesContract } from '../../../contracts/ledger/messages.ts';
import { ledgerContract } from '../../../contracts/ledger/operations.ts';
import { outboxContract } from '../../../contracts/ledger/outbox.ts';
import { peopleContract } from '../../../contracts/ledger/people.ts';
import { remindersContract } from '../../../contracts/ledger/reminders.ts';
import { requestStepsContract } from '../../../contracts/ledger/request-steps.ts';
import { requestsContract } from '../../../contracts/ledger/requests.ts';
import { rotationsContract } from '../../../contracts/ledger/rotations.ts';
import { createFakeLedger } from '../../../fakes/ledger.ts';
import { recordingTelemetry } from './recording.ts';

const open = async (signer?: AuditSigner) => measuredLedger(createFakeLedger(signer), SILENT);
ledgerContract('the measured fake', open);
messagesContract('the measured fake', open);
peopleContract('the measured fake', open);
assignmentsContract('the measured fake', open);
requestsContract('the measured fake', open);
requestStepsContract('the measured fake', open);
outboxContract('the measured fake', open);
linksContract('the measured fake', open);
remindersContract('the measured fake', open);
digestsContract('the measured fake', open);
rotationsContract('the measured fake', open);
auditContract('the measured fake', open);

it('measures which store of the ledger was called and whether it failed, and nothing of the arguments', async () => {
  const [telemetry, fake] = [recordingTelemetry(), createFakeLedger()];
  const ledger = measuredLedger(fake, telemetry);
  await ledger.mailChoices.of([{ tid: 'canary', oid: 'canary' }]);
  fake.fail(new Error('canary'));
  await expect(ledger.outbox.drop('canary')).rejects.toThrow();
  expect(telemetry.seen).toEqual([
    { what: 'ledger', attributes: { store: 'mail-choices', call: 'of' } },
    { what: 'ledger', attributes: { store: 'outbox', call: 'drop', result: 'failed' } },
  ]);
});
