import { open } from 'node:fs/promises';
import { z } from 'zod';
import type { AuditSignature, WrittenHead } from '../../domain/audit/audit-chain.ts';
import type { AuditAnchor } from '../../ports/audit/audit-anchor.ts';
import type { Log } from '../../ports/shared/log.ts';

/** The name of a head in the log. */
const EVENT = 'audit head';
/** Any line of the log has these fields. */
const LOGGED = z.looseObject({ level: z.string(), time: z.string(), msg: z.string() });
const LINE = z
  .strictObject({
    at: z.iso.datetime(),
    seq: z.int().nonnegative(),
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    keyId: z.string().min(1).optional(),
    signature: z.string().min(1).optional(),
  })
  .refine(({ keyId, signature }) => (keyId === undefined) === (signature === undefined));

/** A line of a heads file that is not a head: `line` counts from 1. */
export class HeadLineError extends Error {
  readonly line: number;

  constructor(line: number) {
    super(`line ${line} is not a head of the audit record`);
    this.name = 'HeadLineError';
    this.line = line;
  }
}

/** Writes each head to the log and, if `file` is set, to that file: one JSON line each, on disk before `write` resolves. See decision 0013. */
export function createAuditAnchor(o: { readonly file: string | undefined; readonly log: Log }): AuditAnchor {
  return {
    write: async (head) => {
      o.log.info(EVENT, { seq: head.seq, hash: head.hash, ...signatureParts(head) });
      if (o.file !== undefined) await append(o.file, headLine(head));
    },
  };
}

/** The line without its line break. */
export function headLine({ at, seq, hash, signature }: WrittenHead): string {
  return JSON.stringify({ at: at.toISOString(), seq, hash, ...signatureParts({ signature }) });
}

function signatureParts({ signature }: Pick<WrittenHead, 'signature'>) {
  return signature === undefined ? {} : { keyId: signature.keyId, signature: signature.value };
}

/**
 * Reads the heads from the text of such a file, or of the bot's log, and skips empty lines and what else the log says.
 * Throws HeadLineError.
 */
export function readWrittenHeads(text: string): readonly WrittenHead[] {
  return text.split('\n').flatMap((line, i) => (line.trim() === '' ? [] : readHead(line, i + 1)));
}

function readHead(text: string, line: number): readonly WrittenHead[] {
  const json = parsedJson(text);
  const logged = LOGGED.safeParse(json).data;
  if (logged !== undefined && logged.msg !== EVENT) return [];
  const parsed = LINE.safeParse(logged === undefined ? json : lineOf(logged));
  if (!parsed.success) throw new HeadLineError(line);
  const { at, seq, hash, keyId, signature } = parsed.data;
  return [{ at: new Date(at), seq, hash, signature: signatureOf(keyId, signature) }];
}

function lineOf({ level: _level, msg: _msg, time: at, ...head }: z.infer<typeof LOGGED>) {
  return { at, ...head };
}

function signatureOf(keyId: string | undefined, value: string | undefined): AuditSignature | undefined {
  return keyId === undefined || value === undefined ? undefined : { keyId, value };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** If a full disk cut a line short, the next head begins on a new line, so that only one line is lost. */
async function append(file: string, line: string): Promise<void> {
  const handle = await open(file, 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    const { buffer } = size === 0 ? { buffer: Buffer.from('\n') } : await handle.read(Buffer.alloc(1), 0, 1, size - 1);
    await handle.appendFile(`${buffer.toString() === '\n' ? '' : '\n'}${line}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
