import type { ApplicationRef } from '../shared/application.ts';
import { foldedName, isNamed } from '../shared/names.ts';

/**
 * What a person types to confirm that an application's last live secret may go: the application's name. If nobody can
 * type that name, because nothing of it can be seen, it is the client ID.
 */
export function confirmingText({ displayName }: ApplicationRef): 'name' | 'client-id' {
  return foldedName(displayName) === '' ? 'client-id' : 'name';
}

export function isConfirmedBy(typed: string, application: ApplicationRef): boolean {
  const { clientId, displayName } = application;
  return isNamed(typed, confirmingText(application) === 'name' ? displayName : clientId);
}
