import type { ApplicationRef } from '../../bot/domain/shared/application.ts';
import type { ApplicationView, SecretView } from '../../bot/domain/shared/application-view.ts';
import type { NamedPerson } from '../../bot/domain/shared/person.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import type { CardData } from '../fill.ts';
import { shownDay } from './dates.ts';
import { API_NAMES, NO_LIVE_SECRET, reachText, STATUS_WORDS } from './sentences.ts';

const NAME_SHOWN = 120;
/** Characters of a name in a button's tooltip: enough to tell names apart. */
const NAME_SHORT = 40;
const PERSON_SHOWN = 60;
/** Every character that names of people do not need: markdown, links and mentions are made of these. */
const NOT_IN_NAMES = /[^\p{L}\p{M}\p{N} .,'’()-]|\.(?=\S)/gu;
const COUNTRIES = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
const COLOURS = { valid: 'Good', expiring: 'Warning', expired: 'Attention' } as const;

/** A name from Entra or a person, fit for a TextRun or a tooltip. */
export function shownName(name: string, limit = NAME_SHOWN): string {
  return plainText(name, limit) || '(no name)';
}

/** The beginning of a name, for places that have the whole name nearby. */
export function shortName(name: string): string {
  return shownName(name, NAME_SHORT);
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
  const name = COUNTRIES.of(code);
  return name === undefined ? code : `${name} (${code})`;
}

/** Colour and words together: never colour alone. */
export function statusOf(secret: SecretView): { readonly status: string; readonly colour: string } {
  return { status: STATUS_WORDS[secret.status], colour: COLOURS[secret.status] };
}

/** One line of a secrets table. */
export function secretRow(secret: SecretView, clientId: string): CardData {
  const ends = secret.status === 'expired' ? 'expired' : 'expires';
  return {
    ...statusOf(secret),
    name: shownName(secret.name),
    shortName: shortName(secret.name),
    detail: `${shownHint(secret.hint)} · created ${shownDay(secret.start)}`,
    expiry: `${ends} ${shownDay(secret.end)}`,
    clientId,
    keyId: plainText(secret.keyId),
  };
}

/** What every card says about an application: its name taken apart, what it reaches, and whether it can connect. */
export function applicationData(application: ApplicationView): CardData {
  const { parts } = application;
  return {
    name: shownName(application.displayName),
    clientId: plainText(application.clientId),
    hasFacts: parts !== undefined,
    facts:
      parts === undefined
        ? ''
        : `${shownName(parts.organisation)} · ${shownCountry(parts.country)} · ${API_NAMES[parts.api]}`,
    reach: parts === undefined ? '' : reachText(parts),
    noLive: !application.hasLiveSecret,
    noLiveText: NO_LIVE_SECRET,
  };
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
