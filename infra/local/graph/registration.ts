import type { LocalWorld } from '../world.ts';
import { onlyOptions, picked } from './fields.ts';

interface Key {
  readonly field: 'id' | 'appId';
  readonly value: string;
}

/** Whether a request names the registration that people sign in to. */
export function isRegistration({ registration }: LocalWorld, { field, value }: Key): boolean {
  return registration[field] === value.toLowerCase();
}

/**
 * Answers `GET /applications(appId='…')` for the registration that people sign in to. Throws GraphFailure.
 * https://learn.microsoft.com/graph/api/application-get
 */
export function registrationAt({ registration }: LocalWorld, url: URL, origin: string): object {
  onlyOptions(url.searchParams, ['$select']);
  const body = picked(structuredClone(registration), url.searchParams.get('$select'), 'application');
  return { '@odata.context': `${origin}/v1.0/$metadata#applications/$entity`, ...body };
}
