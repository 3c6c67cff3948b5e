import type { SweepDoubt, SweepReport } from '../../bot/domain/reminders/sweep.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import type { Rendered } from '../fill.ts';
import { shownLength, shownMinutes, shownMoment } from '../shared/dates.ts';
import { shownPerson } from '../shared/describe.ts';
import { messageCard } from '../shared/message.ts';
import { failedInRow, farFewer, SWEEP, sweepDue, sweepRead, sweepRun } from './sentences.ts';

const MINUTE_MS = 60_000;

/** What a sweep did. If its numbers look wrong, an administrator may say that they are right. */
export function sweepCard({ report, doubt }: Extract<Outcome, { kind: 'sweep' }>): Rendered {
  const mayAccept = report.result === 'suspicious' && report.applications > 0;
  return messageCard({
    title: SWEEP[report.result],
    colour: report.result === 'completed' ? 'Good' : 'Attention',
    lines: [...doubtsAbout(report, doubt), ...factsOf(report)],
    offers: [...(mayAccept ? (['accept'] as const) : []), 'undelivered'],
  });
}

function doubtsAbout(report: SweepReport, doubt: SweepDoubt | undefined): readonly string[] {
  const { result, applications, failures } = report;
  switch (result) {
    case 'completed':
      return [];
    case 'suspicious':
      return [...(doubt === undefined ? [] : [farFewer(doubt)]), ...(applications > 0 ? [SWEEP.accept] : [])];
    case 'failed':
      return [SWEEP.failedAdvice, ...(failures > 1 ? [failedInRow(failures)] : [])];
  }
}

function factsOf({ applications, secrets, due, digests, startedAt, finishedAt, by }: SweepReport): readonly string[] {
  const took = finishedAt.getTime() - startedAt.getTime();
  const length = took < MINUTE_MS ? shownMinutes(took / MINUTE_MS) : shownLength(took);
  const who = by === undefined ? SWEEP.byItself : `by ${shownPerson(by)}`;
  return [sweepRead(applications, secrets), sweepDue(due, digests), sweepRun(who, shownMoment(startedAt), length)];
}
