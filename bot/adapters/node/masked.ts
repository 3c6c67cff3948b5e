/**
 * A text without what may be a credential: bearer tokens, JWTs, the user and password of an address, and long unbroken runs
 * such as secrets and codes. GUIDs stay readable.
 */
export function masked(text: string): string {
  return text
    .replace(/Bearer\s+\S+/gi, 'Bearer [masked]')
    .replace(/\/\/[^/\s]*@/g, '//[masked]@')
    .replace(/eyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, '[masked]')
    .replace(/[\w~.+=-]{37,}/g, '[masked]')
    .replace(/((?:secret|password|assertion|code|token)\w*["']?\s*[:=]\s*["']?)[^\s"',&}]+/gi, '$1[masked]');
}
