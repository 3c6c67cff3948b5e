/** Why Entra gave Teams no token for silent single sign-on, as far as the person can do something about it. */
export type Lack = 'mfa' | 'consent' | 'blocked' | 'unknown';

/** Numbers of Entra's errors (AADSTS…): https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const LACKS: readonly (readonly [Exclude<Lack, 'unknown'>, readonly string[]])[] = [
  ['mfa', ['50072', '50074', '50076', '50078', '50079', '500121', '50158']],
  ['consent', ['65001', '65004', '650056', '650057', '90094', '90095']],
  ['blocked', ['50053', '50057', '50105', '53000', '53001', '53002', '53003', '530031', '530032', '530034']],
];

/** Reads it from what Teams reports of the failure: its own code, and Entra's message, which holds the number. */
export function lackOf({ code, message }: { readonly code: string; readonly message: string }): Lack {
  if (/^interaction_?required$/i.test(code)) return 'mfa';
  if (/^userconsentrequired$/i.test(code)) return 'consent';
  const number = /AADSTS(\d+)/.exec(message)?.[1] ?? '';
  return LACKS.find(([, numbers]) => numbers.includes(number))?.[0] ?? 'unknown';
}
