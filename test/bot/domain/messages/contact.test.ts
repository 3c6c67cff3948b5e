import { describe, expect, it } from 'vitest';
import { readAddresses, splitAddresses } from '../../../../bot/domain/messages/contact.ts';

describe('mail addresses', () => {
  it.each([
    ['desk@example.org', 'desk@example.org'],
    ['  Service.Desk+it@EXAMPLE.Org ', 'Service.Desk+it@example.org'],
    ['<desk@example.org>,', 'desk@example.org'],
    ['“desk@example.org”.', 'desk@example.org'],
    ['mailto:desk@example.org', 'desk@example.org'],
    ["o'brien@example.org", "o'brien@example.org"],
    ['desk@münchen.example', 'desk@xn--mnchen-3ya.example'],
    ['de\u200Bsk@example.org', 'desk@example.org'],
  ])('are read from %j as %s, with the domain in the form that DNS knows', (text, address) => {
    expect(readAddresses(text)).toEqual({ addresses: [address], bad: [] });
  });

  it.each([
    'desk',
    'desk@',
    '@example.org',
    'desk@example',
    'desk@@example.org',
    'de..sk@example.org',
    '.desk@example.org',
    'desk.@example.org',
    'desk@-example.org',
    'desk@example-.org',
    'desk@example..org',
    'desk@127.0.0.1',
    'desk@[127.0.0.1]',
    'desk@example.org/path',
    'desk@example.org:25',
    'desk@exa%6dple.org',
    'bücher@example.org',
    'desk@example.o',
    '"a"@example.org',
    `${'a'.repeat(65)}@example.org`,
    `a@${'b'.repeat(64)}.org`,
    `a@${'bcdefgh.'.repeat(32)}org`,
  ])('are not what %j is', (text) => {
    expect(readAddresses(text).addresses).toEqual([]);
    expect(readAddresses(text).bad).toHaveLength(1);
  });

  it('are read once each, however their letters are written, with anything that lists are written with between them', () => {
    const text = 'a@example.org, A@Example.ORG; b@example.org\nc@example.org nobody';
    expect(readAddresses(text)).toEqual({
      addresses: ['a@example.org', 'b@example.org', 'c@example.org'],
      bad: ['nobody'],
    });
  });

  it('hold nothing that could become a header of a mail', () => {
    const { addresses, bad } = readAddresses('a@example.org\r\nBcc: b@example.org\0');
    for (const address of addresses) expect(address).toMatch(/^[!-~]+$/);
    expect(bad).toContain('Bcc');
  });

  it('are told from the name of the organisation by their sign', () => {
    expect(splitAddresses('Matchwell NL desk@example.org, oncall@example.org')).toEqual({
      query: 'Matchwell NL',
      addresses: 'desk@example.org oncall@example.org',
    });
    expect(splitAddresses('')).toEqual({ query: '', addresses: '' });
  });
});
