import type { Undelivered } from '../../bot/domain/messages/outcomes.ts';
import type { SweepReport } from '../../bot/domain/reminders/sweep.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import { counted, shownLength, shownMinutes, shownMoment } from '../shared/dates.ts';
import { limited, shortName, shownName, shownPerson } from '../shared/describe.ts';
import { messageCard } from '../shared/message.ts';
import {
  failedInRow,
  farFewer,
  moreUndelivered,
  SWEEP,
  sweepDue,
  sweepRead,
  sweepRun,
  UNDELIVERED,
  undeliveredDetail,
  undeliveredTo,
} from './sentences-operator.ts';
import template from './undelivered.json' with { type: 'json' };

const UNDELIVERED_SHOWN = 25;
const MINUTE_MS = 60_000;

/** What a sweep did; where its numbers look wrong, an administrator may say that they are right. */
export function sweepCard({ report, before }: Extract<Outcome, { kind: 'sweep' }>): Rendered {
  const mayAccept = report.result === 'suspicious' && report.applications > 0;
  return messageCard({
    title: SWEEP[report.result],
    colour: report.result === 'completed' ? 'Good' : 'Attention',
    lines: [...doubtsAbout(report, before), ...factsOf(report)],
    offers: [...(mayAccept ? (['accept'] as const) : []), 'undelivered'],
  });
}

function doubtsAbout(report: SweepReport, before: number | undefined): readonly string[] {
  const { result, applications, failures } = report;
  switch (result) {
    case 'completed':
      return [];
    case 'suspicious':
      return [farFewer(applications, before), ...(applications > 0 ? [SWEEP.accept] : [])];
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

/** The dead letters: what was given up, and to whom. */
export function undeliveredCard({ digests }: Extract<Outcome, { kind: 'undelivered' }>): Rendered {
  const { rows, hasMore, more } = limited(digests, UNDELIVERED_SHOWN, rowData, moreUndelivered);
  return fill(template, `${UNDELIVERED.title}: ${counted(digests.length, 'message')}`, {
    title: UNDELIVERED.title,
    lines: [{ text: digests.length === 0 ? UNDELIVERED.none : UNDELIVERED.intro }],
    digests: rows,
    hasMore,
    more,
  });
}

function rowData({ digest, to, items, since, code }: Undelivered): CardData {
  return {
    digest: plainText(digest),
    to: undeliveredTo(to.kind, shownName(to.name)),
    shortName: shortName(to.name),
    detail: undeliveredDetail(items, shownMoment(since), plainText(code, 60)),
  };
}
