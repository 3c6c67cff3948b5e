const UTF16_MARK = [0xff, 0xfe];

/**
 * The name of a secret that older tools created, such as Azure AD's first portal: they kept it in `customKeyIdentifier`,
 * which is base64 of UTF-16 with a byte order mark, or of UTF-8. Empty if there is none.
 * https://learn.microsoft.com/graph/api/resources/passwordcredential ("Do not use" for new ones)
 */
export function olderNameIn(identifier: string | null | undefined): string {
  const bytes = Buffer.from(identifier ?? '', 'base64');
  const isMarked = UTF16_MARK.every((byte, index) => bytes[index] === byte);
  const isWide = isMarked || (bytes.length > 1 && bytes.length % 2 === 0 && everySecond(bytes));
  try {
    return new TextDecoder(isWide ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return '';
  }
}

/** Whether every second byte is zero, as in UTF-16 of Latin letters. */
function everySecond(bytes: Buffer): boolean {
  return bytes.every((byte, index) => index % 2 === 0 || byte === 0);
}
