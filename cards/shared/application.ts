import type { OtherCredentialView } from '../../bot/domain/secrets/other-credentials.ts';
import type { ApplicationView, SecretView } from '../../bot/domain/shared/application-view.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import { deleteExpiredTitle } from '../secrets/expired/sentences.ts';
import template from './application.json' with { type: 'json' };
import { counted, shownDay } from './dates.ts';
import { applicationData, limited, reportData, secretRow, shortSecretName, shownName, statusOf } from './describe.ts';
import { LABELS, moreSecrets, NO_SECRETS, READ_ONLY } from './sentences.ts';
import { moreOthers, OTHERS, OVERLONG, ROW_BUTTONS } from './sentences-status.ts';

/** Rows that keep the largest card well under the platform's limit. */
export const SECRETS_SHOWN = 25;
const OTHERS_SHOWN = 20;

/** One application with all its secrets. */
export function applicationCard(application: ApplicationView): Rendered {
  const { secrets, readOnly = false } = application;
  const row = limited(
    secrets,
    SECRETS_SHOWN,
    (secret) => ({
      ...secretRow(secret, application.clientId, readOnly),
      buttons: readOnly ? [] : rowButtons(secret, application),
    }),
    moreSecrets,
  );
  const secretsTitle = secrets.length === 0 ? NO_SECRETS : counted(secrets.length, 'client secret');
  return fill(template, `One application: ${secretsTitle.toLowerCase()}`, {
    title: LABELS.application,
    ...applicationData(application),
    ...othersData(application, OTHERS_SHOWN),
    ...reportData(secrets.length === 0 ? undefined : application.report),
    ...expiredData(application),
    readOnlyText: READ_ONLY,
    mayNudge: readOnly && (application.cannotConnect || secrets.some(({ status }) => status === 'expiring')),
    secretsTitle,
    secrets: row.rows,
    hasMore: row.hasMore,
    more: row.more,
  });
}

/** Several expired secrets can be deleted in one step, by somebody who may change them. */
function expiredData({ secrets, readOnly = false }: ApplicationView): CardData {
  const expired = secrets.filter(({ status }) => status === 'expired').length;
  const mayDeleteExpired = !readOnly && expired > 1;
  return { mayDeleteExpired, deleteExpiredTitle: mayDeleteExpired ? deleteExpiredTitle(expired) : '' };
}

/** The main action of a secret, and the other one in the menu beside it. What has expired and is replaced is deleted. */
function rowButtons(secret: SecretView, { clientId, hasLiveSecret }: ApplicationView): readonly CardData[] {
  const isLeftover = secret.status === 'expired' && hasLiveSecret;
  const name = shortSecretName(secret, secret.sharesName);
  return (isLeftover ? (['delete', 'rotate'] as const) : (['rotate', 'delete'] as const)).map((act, index) => ({
    title: ROW_BUTTONS[act],
    verb: `${act}-secret`,
    tooltip: `${ROW_BUTTONS[act]} ${name}`,
    mode: index === 0 ? 'primary' : 'secondary',
    clientId: plainText(clientId),
    keyId: plainText(secret.keyId),
  }));
}

/** What a card says of the certificates and federated credentials of an application, which the bot only reads. */
export function othersData({ others = [] }: ApplicationView, limit: number): CardData {
  const { rows, hasMore, more } = limited(others, limit, otherRow, moreOthers);
  return {
    hasOthers: others.length > 0,
    othersTitle: OTHERS.title,
    othersNote: OTHERS.note,
    others: rows,
    hasMoreOthers: hasMore,
    moreOthers: more,
  };
}

function otherRow({ kind, name, end, status, overlong }: OtherCredentialView): CardData {
  const ends = status === 'expired' ? 'expired' : 'expires';
  const until = end === undefined ? OTHERS.endless : `${ends} ${shownDay(end)}`;
  const { status: words, colour } =
    status === undefined || end === undefined
      ? { status: '', colour: 'Default' }
      : statusOf({ status, start: end, end });
  return {
    name: shownName(name),
    detail: ` · ${OTHERS[kind]} · ${until} `,
    status: words,
    colour,
    isOverlong: overlong,
    overlong: overlong ? OVERLONG : '',
  };
}
