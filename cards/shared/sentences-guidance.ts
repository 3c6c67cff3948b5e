/** `shown` is the address, or a link to it. */
export function contactText(name: string, shown: string): string {
  return `Contact of ${name}: ${shown}`;
}

export function mfaGuideText(shown: string): string {
  return `How to set up multi-factor authentication: ${shown}`;
}

export function apiGuideText(shown: string): string {
  return `How to call the API with a bearer token: ${shown}`;
}
