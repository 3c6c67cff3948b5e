import type { ExpiredResult } from '../../../bot/domain/secrets/outcomes.ts';
import type { Outcome } from '../../../bot/domain/shared/outcome.ts';
import { plainText } from '../../../bot/domain/shared/text.ts';
import { fill, type Rendered } from '../../fill.ts';
import { nameAndId, reportData, secretRow, shownName, shownSecretId } from '../../shared/describe.ts';
import { messageCard } from '../../shared/message.ts';
import { LABELS, REFUSALS, referenceText } from '../../shared/sentences.ts';
import template from '../expired-form.json' with { type: 'json' };
import { confirmTitle, EXPIRED, EXPIRED_RESULTS, moreExpired, resultText } from './sentences.ts';

/** Asks before several expired secrets are deleted, and names each of them with its last use. */
export function expiredFormCard(outcome: Extract<Outcome, { kind: 'expired-form' }>): Rendered {
  const { application, secrets, more, report } = outcome;
  const { clientId, displayName } = application;
  if (secrets.length === 0)
    return messageCard({
      title: EXPIRED.none,
      lines: [shownName(displayName), EXPIRED.noneText],
      offers: ['list'],
      clientId,
    });
  return fill(template, EXPIRED.title, {
    title: EXPIRED.title,
    applicationLabel: LABELS.application,
    applicationName: shownName(displayName),
    clientId: plainText(clientId),
    ...reportData(report),
    warning: EXPIRED.warning,
    after: EXPIRED.after,
    secrets: secrets.map(({ secret }) => secretRow(secret, clientId)),
    hasMore: more > 0,
    more: more > 0 ? moreExpired(more) : '',
    nonces: secrets.map(({ nonce }) => nonce).join(','),
    confirmTitle: confirmTitle(secrets.length),
  });
}

/** Says of each secret what has become of it. */
export function expiredDeletedCard(outcome: Extract<Outcome, { kind: 'expired-deleted' }>): Rendered {
  const { application, results } = outcome;
  const isOver = ({ how }: ExpiredResult) => how === 'deleted' || how === 'gone';
  const all = results.every(isOver);
  return messageCard({
    title: all ? EXPIRED.done : results.some(isOver) ? EXPIRED.partly : EXPIRED.nothing,
    colour: all ? 'Good' : 'Attention',
    lines: [shownName(application.displayName), ...results.map(lineOf)],
    offers: ['list'],
    clientId: application.clientId,
  });
}

function lineOf({ keyId, secret, how, refusal = 'fault', reference }: ExpiredResult): string {
  const name = secret === undefined ? shownSecretId(keyId) : nameAndId(secret);
  if (how !== 'failed') return resultText(name, EXPIRED_RESULTS[how]);
  const why = [REFUSALS[refusal], ...(reference === undefined ? [] : [referenceText(plainText(reference, 40))])];
  return resultText(name, `✖ ${why.join(' ')}`);
}
