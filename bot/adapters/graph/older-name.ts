const UTF16_MARK = [0xff, 0xfe];

/**
 * The name of a secret that older tools created, such as Azure AD's first portal: they kept it in `customKeyIdentifier`,
 * which is base64 of UTF-16, mostly with a byte order mark, or of UTF-8. A NUL, which a database does not take, is left out.
 * Empty if there is none.
 * https://learn.microsoft.com/graph/api/resources/passwordcredential ("Do not use" for new ones)
 */
export function olderNameIn(identifier: string | null | undefined): string {
  const bytes = Buffer.from(identifier ?? '', 'base64');
  const isMarked = UTF16_MARK.every((byte, index) => bytes[index] === byte);
  const isWide = isMarked || (bytes.length % 2 === 0 && bytes.subarray(0, -1).includes(0));
  try {
    const name = new TextDecoder(isWide ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
    return name.replaceAll('\0', '');
  } catch {
    return '';
  }
}
