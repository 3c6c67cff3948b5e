import { plainText } from '../shared/text.ts';

/** A name of which each word shows its first letter: enough for its owner, too little for a stranger. */
export function maskedName(name: string): string {
  return plainText(name)
    .split(' ')
    .map(([first = '']) => `${first}…`)
    .join(' ');
}

/** An address with its first letter and its domain: `a…@matchwell.example`. */
export function maskedAddress(address: string): string {
  const [, first = '', domain = ''] = /^(.).*@([^@]+)$/u.exec(plainText(address)) ?? [];
  return domain === '' ? maskedName(address) : `${first}…@${domain}`;
}
