/**
 * The messages of PostgreSQL's protocol, version 3: one byte of type, four bytes of length with themselves counted in. The
 * first message of a client has no type. https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export interface WireMessage {
  /** Undefined for the first message of a client. */
  readonly type: string | undefined;
  readonly bytes: Buffer;
}

/** Cuts a stream of bytes into messages. `begins`: the first message has no type. */
export function createFrames(begins: boolean): (chunk: Buffer) => readonly WireMessage[] {
  let rest: Buffer = Buffer.alloc(0);
  let untyped = begins;
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const messages: WireMessage[] = [];
    for (;;) {
      const head = untyped ? 0 : 1;
      if (rest.length < head + 4) return messages;
      const length = head + rest.readInt32BE(head);
      if (rest.length < length) return messages;
      const bytes = rest.subarray(0, length);
      messages.push({ type: untyped ? undefined : String.fromCharCode(bytes[0] ?? 0), bytes });
      rest = rest.subarray(length);
      untyped = false;
    }
  };
}

/** The texts with a zero at their end that a message begins with. */
export function textsIn({ bytes }: WireMessage, count: number): readonly string[] {
  const texts: string[] = [];
  let from = 5;
  for (let i = 0; i < count; i++) {
    const end = bytes.indexOf(0, from);
    texts.push(bytes.toString('utf8', from, end));
    from = end + 1;
  }
  return texts;
}

/** A statement that fails with this SQLSTATE. The server itself fails it, and with it the transaction that it is in. */
export function failingQuery(state: string): Buffer {
  const text = `DO $$ BEGIN RAISE EXCEPTION 'planned' USING ERRCODE = '${state}'; END $$`;
  const body = Buffer.from(`${text}\0`);
  const head = Buffer.alloc(5);
  head.write('Q');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
