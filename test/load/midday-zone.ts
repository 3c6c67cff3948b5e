/** A zone in which it is between twelve and one: no day begins while a test runs. */
export function middayZone(now: Date): string {
  const ahead = 12 - now.getUTCHours();
  // These names count the other way round: Etc/GMT-3 is three hours ahead.
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}
