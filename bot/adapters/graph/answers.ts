import type { GraphError } from '@microsoft/microsoft-graph-client';
import { z } from 'zod';
import type { Application, ClientSecret } from '../../domain/shared/application.ts';
import { DirectoryFault } from '../../ports/secrets/directory.ts';
import { olderNameIn } from './older-name.ts';

/**
 * What Graph answers, checked before it is believed. A proxy, a wrong address or a half answer gives other shapes, and
 * must never read as "no secrets", "no such person" or "removed". https://learn.microsoft.com/graph/api/resources/application
 */

export const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const text = z.string().nullish();
/** An instant in ISO 8601. */
export const date = z.string().transform((written, context) => {
  const read = new Date(written);
  if (Number.isNaN(read.getTime())) context.addIssue('no date');
  return read;
});

/** The start of a secret that has none: it is valid until its end. */
const LONG_AGO = new Date(0);

const SECRET = z
  .object({
    keyId: z.string().regex(GUID),
    displayName: text,
    customKeyIdentifier: text,
    hint: text,
    startDateTime: date.nullish(),
    endDateTime: date,
  })
  .transform(
    ({ keyId, displayName, customKeyIdentifier, hint, startDateTime, endDateTime }): ClientSecret => ({
      keyId,
      name: displayName || olderNameIn(customKeyIdentifier),
      hint: hint ?? '',
      start: startDateTime ?? LONG_AGO,
      end: endDateTime,
    }),
  );

const MISSING = z.null().optional();
const BARE = z.union([z.looseObject({ keyId: MISSING }), z.looseObject({ endDateTime: MISSING })]);

/**
 * Graph documents the dates of a credential as optional. One without an id or an end is left out, because nothing can be
 * said of it: one odd credential must not make a whole tenant unreadable.
 */
const SECRETS = z
  .array(z.unknown())
  .transform((all) => all.filter((one) => !BARE.safeParse(one).success))
  .pipe(z.array(SECRET));

/** The list holds objects of other kinds too, for instance agent identity blueprints: they say so in `@odata.type`. */
const OTHER_KIND = z
  .object({
    '@odata.type': z.string().refine((type) => type.toLowerCase().replace(/^#?/, '') !== 'microsoft.graph.application'),
  })
  .transform(() => undefined);

const APPLICATION = z
  .object({ appId: z.string().regex(GUID), displayName: text, passwordCredentials: SECRETS })
  .transform(
    ({ appId, displayName, passwordCredentials }): Application => ({
      ...{ clientId: appId.toLowerCase(), displayName: displayName ?? '', secrets: passwordCredentials },
    }),
  );

const ONE = z.union([OTHER_KIND, APPLICATION]);
const PAGE = z.object({ value: z.array(ONE), '@odata.nextLink': z.string().min(1).nullish() });
const ADDED = z.object({ secretText: z.string().min(1) });

/** Undefined for an object of another kind. Throws DirectoryFault for what is no such answer, as all functions here. */
export function applicationIn(answer: unknown, clientId: string): Application | undefined {
  const found = parsed(ONE, answer, 'no application');
  if (found !== undefined && found.clientId !== clientId.toLowerCase()) throw unbelieved('another application');
  return found;
}

/** One page of applications. `next` is the address of the following one. */
export function pageIn(answer: unknown): { applications: readonly Application[]; next: string | undefined } {
  const page = parsed(PAGE, answer, 'no list of applications');
  const applications = page.value.filter((each) => each !== undefined);
  return { applications, next: page['@odata.nextLink'] ?? undefined };
}

/** The secret that was added, and its value. An answer without them leaves open whether there is a new secret. */
export function addedIn(answer: unknown): { secret: ClientSecret; value: string } {
  const added = ADDED.safeParse(answer);
  const secret = SECRET.safeParse(answer);
  if (!added.success || !secret.success) throw unbelieved('no new secret', true);
  return { secret: secret.data, value: added.data.secretText };
}

/** The answer in the given shape. The fault holds no part of the answer, which may be anything. */
export function parsed<T>(shape: z.ZodType<T>, answer: unknown, otherwise: string): T {
  const result = shape.safeParse(answer);
  if (!result.success) throw unbelieved(otherwise);
  return result.data;
}

/** The fault for an answer that is not the one that was asked for. */
export function unbelieved(what: string, ambiguous = false): DirectoryFault {
  return new DirectoryFault('unexpected', { ambiguous, cause: new Error(`the answer is ${what}`) });
}

const REFUSAL = z.object({ code: z.string().min(1), message: z.string() });

/** The code of Graph's own refusal (https://learn.microsoft.com/graph/errors). A proxy's answer has none. */
export function codeIn({ body }: GraphError): string | undefined {
  try {
    return REFUSAL.safeParse(JSON.parse(String(body))).data?.code;
  } catch {
    return undefined;
  }
}
