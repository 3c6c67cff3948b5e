import type { ReportShown } from '../../bot/domain/secrets/last-use.ts';
import type { ApplicationRef } from '../../bot/domain/shared/application.ts';
import { readFilter } from '../../bot/domain/shared/application-filter.ts';
import type { ApplicationView, SecretView } from '../../bot/domain/shared/application-view.ts';
import { isBlank } from '../../bot/domain/shared/names.ts';
import type { NamedPerson } from '../../bot/domain/shared/person.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import type { CardData } from '../fill.ts';
import { daysBetween, shownDay, shownMoment } from './dates.ts';
import {
  apiName,
  CANNOT_CONNECT,
  cannotConnectUntil,
  lastUsedText,
  NO_LIVE_SECRET,
  noLiveUntil,
  OVERLONG,
  reachText,
  STATUS_WORDS,
  statusWithDays,
  USES,
  upcomingStatus,
  usesAsOf,
} from './sentences-status.ts';

type NamedSecret = Pick<SecretView, 'name' | 'keyId'>;

const NAME_SHOWN = 120;
/** Characters of a text that a button carries: enough for any name, and short enough for the platform. */
const FILTER_KEPT = 140;
/** Characters of a name in a button's tooltip: enough to tell names apart. */
const NAME_SHORT = 40;
const PERSON_SHOWN = 60;
/** So many days before its end, a secret is drawn like one that has expired: the ladder's daily stages. */
const URGENT_DAYS = 7;
/** Every character that names of people do not need: markdown, links and mentions are made of these. */
const NOT_IN_NAMES = /[^\p{L}\p{M}\p{N} .,'’()-]|\.(?=\S)/gu;
const COUNTRIES = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
/** The names of countries by their codes, because looking one up is slow. There are at most 676 codes. */
const COUNTRY_NAMES = new Map<string, string>();
const COLOURS = { upcoming: 'Accent', valid: 'Good', expiring: 'Warning', expired: 'Attention' } as const;

/** A name from Entra or a person, fit for a TextRun or a tooltip. */
export function shownName(name: string, limit = NAME_SHOWN): string {
  return isBlank(name) ? '(no name)' : plainText(name, limit);
}

/** The beginning of a name, for places that have the whole name nearby. */
export function shortName(name: string): string {
  return shownName(name, NAME_SHORT);
}

/** The secret ID in short, as `1a2b…3c4d`: whole it would look like the value to some. Entra shows it as "Secret ID". */
export function shownSecretId(keyId: string): string {
  const id = plainText(keyId, 40);
  return `secret ID ${id.length > 12 ? `${id.slice(0, 4)}…${id.slice(-4)}` : id}`;
}

/** A secret's name with what tells it from every other secret of the application. */
export function nameAndId({ name, keyId }: NamedSecret, limit = NAME_SHOWN): string {
  return `${shownName(name, limit)} (${shownSecretId(keyId)})`;
}

/** A secret's name, and its ID if the name does not tell it from the application's other secrets. */
export function secretName(secret: NamedSecret, sharesName: boolean, limit = NAME_SHOWN): string {
  return sharesName ? nameAndId(secret, limit) : shownName(secret.name, limit);
}

/** For a button's tooltip. */
export function shortSecretName(secret: NamedSecret, sharesName: boolean): string {
  return secretName(secret, sharesName, NAME_SHORT);
}

/** What is said of a secret in brackets: its hint, and its ID if its name does not tell it from others. */
export function secretMarks({ hint, keyId }: Pick<SecretView, 'hint' | 'keyId'>, sharesName: boolean): string {
  return sharesName ? `${shownHint(hint)}, ${shownSecretId(keyId)}` : shownHint(hint);
}

/** Who did something, for a TextRun. */
export function shownPerson(person: { readonly name: string } | undefined): string {
  return plainText(person?.name ?? '', PERSON_SHOWN) || 'somebody';
}

/** Who did something, exactly: if there is no name, the object ID. */
export function personOrId({ name, oid }: NamedPerson): string {
  return plainText(name, PERSON_SHOWN) || `somebody (object ID ${plainText(oid, 40)})`;
}

/**
 * An application's name for places that read markdown. It ends with the beginning of the client ID if the name had to
 * be changed for that, or does not tell the application from another.
 */
export function bareApplication({ displayName, clientId }: ApplicationRef, unique: boolean): string {
  const bare = plainText(displayName.replace(NOT_IN_NAMES, ' '), NAME_SHOWN);
  if (unique && bare !== '' && bare === shownName(displayName)) return bare;
  return `${bare || 'Without a name'} (${plainText(clientId.replace(NOT_IN_NAMES, ' ')).slice(0, 8)})`;
}

/** A person's name for places that read markdown or mentions. Empty if nothing of it is left. */
export function bareName(name: string): string {
  return plainText(plainText(name).replace(NOT_IN_NAMES, ' '), PERSON_SHOWN);
}

/** `abc…`: what is left to recognise a secret by. */
export function shownHint(hint: string): string {
  const shown = plainText(hint, 10);
  return shown === '' ? 'no hint' : `${shown}…`;
}

/** `Netherlands (NL)`; the bare code if it names no country. */
export function shownCountry(code: string): string {
  const known = COUNTRY_NAMES.get(code);
  if (known !== undefined) return known;
  const name = COUNTRIES.of(code);
  const shown = name === undefined ? code : `${name} (${code})`;
  COUNTRY_NAMES.set(code, shown);
  return shown;
}

/** Colour and words together: never colour alone. The last week has the strongest colour. */
export function statusOf({ status, start, end, seenAt }: Pick<SecretView, 'status' | 'start' | 'end' | 'seenAt'>): {
  readonly status: string;
  readonly colour: string;
} {
  if (status === 'upcoming') return { status: upcomingStatus(shownDay(start)), colour: COLOURS.upcoming };
  if (seenAt === undefined) return { status: STATUS_WORDS[status], colour: COLOURS[status] };
  const days = daysBetween(seenAt, end);
  const isUrgent = status === 'expiring' && days <= URGENT_DAYS;
  return { status: statusWithDays(status, days), colour: isUrgent ? COLOURS.expired : COLOURS[status] };
}

/** One line of a secrets table. */
export function secretRow(secret: SecretView, clientId: string, readOnly = false): CardData {
  return {
    ...statusOf(secret),
    name: shownName(secret.name),
    shortName: shortSecretName(secret, secret.sharesName),
    detail: detailOf(secret),
    isOverlong: secret.overlong === true,
    overlong: secret.overlong === true ? OVERLONG : '',
    expiry: expiryOf(secret),
    clientId,
    keyId: plainText(secret.keyId),
    canChange: !readOnly,
  };
}

/** The day of its end. The status says what happens then, but for a secret that is not valid yet. */
function expiryOf({ status, end, seenAt }: SecretView): string {
  if (status !== 'upcoming' && seenAt !== undefined) return shownDay(end);
  return `${status === 'expired' ? 'expired' : 'expires'} ${shownDay(end)}`;
}

/** The status says when a secret becomes valid that is not valid yet; when it was created, Entra does not say. */
function detailOf(secret: SecretView): string {
  const marks = secretMarks(secret, secret.sharesName);
  // Entra may give no start; then it is long ago, and nobody knows when.
  const isKnown = secret.status !== 'upcoming' && secret.start.getTime() > 0;
  const created = isKnown ? [`created ${shownDay(secret.start)}`] : [];
  return [marks, ...created, ...useLines(secret)].join(' · ');
}

/** Nothing if nothing tells of uses, or if the secret is not valid yet. */
export function useLines(
  { lastUse, status }: Pick<SecretView, 'lastUse' | 'status'>,
  zone?: string,
): readonly string[] {
  if (lastUse === undefined || status === 'upcoming') return [];
  return [lastUse.at === undefined ? USES.rowNotKnown : lastUsedText(shownDay(lastUse.at, zone))];
}

/** Says which report the last uses on a card come from. */
export function reportData(report: ReportShown | undefined): CardData {
  return { hasUses: report !== undefined, uses: report === undefined ? '' : usesFrom(report) };
}

/** Says it in one sentence. */
export function usesFrom({ asOf, logAlone }: ReportShown, momentOf = shownMoment): string {
  return logAlone === true ? USES.logAlone : usesAsOf(asOf && momentOf(asOf));
}

/** What every card says about an application: its name taken apart, what it reaches, and whether it can connect. */
export function applicationData(application: ApplicationView): CardData {
  const { parts, reach, readOnly = false } = application;
  return {
    name: shownName(application.displayName),
    clientId: plainText(application.clientId),
    hasFacts: parts !== undefined,
    facts:
      parts === undefined
        ? ''
        : `${shownName(parts.organisation)} · ${shownCountry(parts.country)} · ${apiName(parts.api)}`,
    hasReach: reach !== undefined,
    reach: reach === undefined ? '' : reachText(reach),
    noLive: application.cannotConnect,
    noLiveText: noLiveText(application),
    canChange: !readOnly,
    readOnly,
  };
}

function noLiveText({ secrets, readOnly = false }: ApplicationView): string {
  const starts = secrets.filter(({ status }) => status === 'upcoming').map(({ start }) => start.getTime());
  const first = starts.length === 0 ? undefined : shownDay(new Date(Math.min(...starts)));
  if (readOnly) return first === undefined ? CANNOT_CONNECT : cannotConnectUntil(first);
  return first === undefined ? NO_LIVE_SECRET : noLiveUntil(first);
}

/** A filter for buttons, and as it is shown: without the word `all` alone, because the title says that. */
export function shownFilter(filter: string): { readonly value: string; readonly text: string } {
  const value = plainText(filter, FILTER_KEPT);
  const { words, state } = readFilter(value);
  return { value, text: words === '' && state === undefined ? '' : value };
}

/** The first names of a list within a sentence, and how many more there are. */
export function listedNames(names: readonly string[], limit = 10): string {
  const hidden = names.length - limit;
  return hidden > 0 ? `${names.slice(0, limit).join(', ')} and ${hidden} more` : names.join(', ');
}

/** The first `limit` entries of a list as data, and a sentence on the rest, so that nothing is silently cut. */
export function limited<T>(
  all: readonly T[],
  limit: number,
  row: (item: T) => CardData,
  rest: (count: number) => string,
): { readonly rows: readonly CardData[]; readonly hasMore: boolean; readonly more: string } {
  const hidden = Math.max(0, all.length - limit);
  return { rows: all.slice(0, limit).map(row), hasMore: hidden > 0, more: hidden > 0 ? rest(hidden) : '' };
}
