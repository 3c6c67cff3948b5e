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

/** Where the first answer ends; undefined if its headers are not there yet. */
function endOf(text: string): number | undefined {
  const head = text.indexOf('\r\n\r\n');
  if (head === -1) return undefined;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, head))?.[1] ?? '0';
  return head + 4 + Number(length);
}
