/** The statuses of the whole answers at the beginning of what a server has sent, and what follows them. */
export function answersIn(text: string): { readonly statuses: readonly number[]; readonly rest: string } {
  const statuses: number[] = [];
  let rest = text;
  for (let end = endOf(rest); end !== undefined && rest.length >= end; end = endOf(rest)) {
    statuses.push(Number(rest.slice(9, 12)));
    rest = rest.slice(end);
  }
  return { statuses, rest };
}

const LAST_CHUNK = '0\r\n\r\n';

/** Returns the place at which the first answer ends. Undefined if its end has not come yet. */
function endOf(text: string): number | undefined {
  const head = text.indexOf('\r\n\r\n');
  if (head === -1) return undefined;
  const headers = text.slice(0, head).toLowerCase();
  const body = head + 4;
  if (!headers.includes('\r\ntransfer-encoding: chunked'))
    return body + Number(/\r\ncontent-length: *(\d+)/.exec(headers)?.[1] ?? '0');
  const end = text.startsWith(LAST_CHUNK, body) ? body : text.indexOf(`\r\n${LAST_CHUNK}`, body) + 2;
  return end < body ? undefined : end + LAST_CHUNK.length;
}
