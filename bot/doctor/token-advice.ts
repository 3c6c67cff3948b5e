import type { Settings } from '../config/index.ts';
import type { Service } from './reach.ts';

/**
 * Entra's numbers for a credential that is wrong or has ended: 7000215 (secret), 7000222 (ended), 700027 and 50012
 * (certificate), 7000216 and 7000218 (none was sent). 700024 is none of them: what a certificate signs is only good for
 * minutes, and a clock that is wrong misses them.
 * https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
const WRONG_CREDENTIAL = /AADSTS(7000215|7000222|700027|50012|7000216|7000218)\b/;
/** Entra's numbers for a registration or a tenant that it does not know. */
const UNKNOWN = /AADSTS(700016|90002|900023|50059)\b/;
/** The registration is there, and the tenant has no service principal of it. */
const WITHOUT_PRINCIPAL = /AADSTS7000229\b/;

const NAMES = {
  BOT: { id: 'BOT_ID', registration: 'the bot’s registration' },
  AAD_APP: { id: 'AAD_APP_CLIENT_ID', registration: 'the registration that people sign in to' },
};

/** The tokens of a managed identity come from the platform; all others come from Entra. */
export function needsEntra({ botType, aadAppFederated }: Settings): readonly Service[] {
  return botType === 'UserAssignedMsi' && !aadAppFederated ? [] : ['login'];
}

/**
 * What to do if no token was issued. A new credential is advised only if Entra said that the credential is wrong: a fault
 * of the network, or of Entra, is not mended by one.
 */
export function tokenAdvice(settings: Settings, reason: string, whose: keyof typeof NAMES = 'BOT'): string {
  const { id, registration } = NAMES[whose];
  if (whose === 'BOT' && settings.aadAppFederated) {
    return 'Run the doctor in the App Service, where the identity is. The federated credential of AAD_APP_CLIENT_ID must name that identity (its object id as subject): a new deployment sets it.';
  }
  if (whose === 'BOT' && settings.botType === 'UserAssignedMsi') {
    return 'A managed identity has tokens only where it is assigned: run the doctor in the App Service (az webapp ssh), and see that BOT_ID is its client id.';
  }
  if (WRONG_CREDENTIAL.test(reason)) {
    return `In Entra, under App registrations, open ${registration}, then Certificates & secrets; make a new credential and set it here. See that ${id} and TENANT_ID are those of that registration.`;
  }
  if (UNKNOWN.test(reason)) return `Set ${id} and TENANT_ID to those of ${registration}.`;
  if (WITHOUT_PRINCIPAL.test(reason)) {
    return `The tenant has no service principal of ${registration}: make one (az ad sp create --id, with ${id}), if ${id} and TENANT_ID are right.`;
  }
  return 'The credential need not be wrong: Entra did not say so. Try again in a minute; if it happens again, look up the code in Entra’s list of errors, and see the line “Clock”.';
}
