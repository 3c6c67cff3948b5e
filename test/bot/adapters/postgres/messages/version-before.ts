import type { Client } from 'pg';
import { POSTED } from '../../../../contracts/samples/reminders.ts';

/** What a row of `digests` or `outbox` says of its delivery. */
export interface FormerRow {
  readonly id: string;
  readonly state?: 'pending' | 'sending' | 'sent' | 'dead' | 'dropped';
  readonly to?: 'channel' | 'chat' | 'mail' | 'person';
  readonly dueAt?: Date | null;
  readonly leaseUntil?: Date;
  readonly attempts?: number;
  readonly maybe?: boolean;
  readonly stale?: boolean;
  readonly posted?: boolean;
  readonly deadSince?: Date;
  readonly request?: string;
}

const PERSON = { tid: 't', oid: 'o' };

/** A process of the version before: what its two engines did, with the statements that it sent. */
export function versionBefore(client: Client) {
  const run = async (text: string, values: readonly unknown[]) => (await client.query(text, [...values])).rows;
  const postedAs = ({ posted }: FormerRow) => (posted === true ? JSON.stringify(POSTED) : null);
  return {
    async putDigest(row: FormerRow): Promise<void> {
      const { id, to = 'channel', state = 'pending' } = row;
      const key = to === 'channel' ? `channel 19:${id}` : `${to} t o`;
      const destination = to === 'channel' ? { kind: to, conversationId: `19:${id}` } : { kind: to, person: PERSON };
      const now = new Date();
      await run(
        `INSERT INTO digests (id, destination_key, destination, created_at, as_of, state, due_at, lease_until, attempts,
          maybe, stale, posted, code, dead_since) VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
        [
          ...[id, key, JSON.stringify(destination), now, state, row.dueAt ?? null, row.leaseUntil ?? null],
          ...[row.attempts ?? 0, row.maybe ?? false, row.stale ?? false, postedAs(row)],
          ...[state === 'dead' ? '403' : null, row.deadSince ?? null],
        ],
      );
      await run(
        `INSERT INTO reminders (client_id, key_id, stage, destination_key, destination, display_name, secret_name, hint,
          secret_end, newer, cut_off, planned_at, digest_id, number)
         VALUES ('c', $1, 5, $2, $3, 'Partner-NL-X-DM', 's', 'abc', $4, false, false, $4, $1, 1)`,
        [id, key, JSON.stringify(destination), now],
      );
    },
    async putMessage(row: FormerRow): Promise<void> {
      const { id, to = 'channel', request } = row;
      const key = to === 'channel' ? `channel 19:${id}` : 'person t o';
      const recipient = to === 'channel' ? { kind: to, conversationId: `19:${id}` } : { kind: to, person: PERSON };
      const news = { kind: 'request-news', request: id, news: 'confirmed' };
      await run(
        `INSERT INTO outbox (id, recipient_key, recipient, content, request_id, at, due_at, lease_until, attempts, posted,
          stale) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          ...[id, key, JSON.stringify(recipient)],
          ...[JSON.stringify(request === undefined ? news : { kind: 'request', request }), request ?? null],
          ...[
            new Date(),
            row.dueAt ?? null,
            row.leaseUntil ?? null,
            row.attempts ?? 0,
            postedAs(row),
            row.stale ?? false,
          ],
        ],
      );
    },
    claimDigest: async (now: Date, leaseUntil: Date): Promise<string | undefined> =>
      (
        await run(
          `WITH one AS (SELECT id, state FROM digests WHERE due_at <= $1 AND (lease_until IS NULL OR lease_until <= $1)
            ORDER BY state <> 'sent', due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
          UPDATE digests SET state = CASE WHEN one.state = 'sent' THEN 'sent' ELSE 'sending' END, lease_until = $2,
            attempts = attempts + 1, maybe = maybe OR one.state = 'sending', stale = false
          FROM one WHERE digests.id = one.id RETURNING digests.id`,
          [now, leaseUntil],
        )
      )[0]?.id,
    claimMessage: async (now: Date, leaseUntil: Date): Promise<string | undefined> =>
      (
        await run(
          `WITH one AS (SELECT id FROM outbox WHERE due_at <= $1 AND (lease_until IS NULL OR lease_until <= $1)
            ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
          UPDATE outbox SET lease_until = $2, attempts = attempts + 1, stale = false, woken = false
          FROM one WHERE outbox.id = one.id RETURNING outbox.id`,
          [now, leaseUntil],
        )
      )[0]?.id,
    sentDigest: async (id: string, at: Date): Promise<void> => {
      const sent = `UPDATE digests SET state = 'sent', posted = $2, due_at = CASE WHEN stale THEN $3::timestamptz END,
        lease_until = NULL, attempts = 0 WHERE id = $1 AND state <> 'sent'`;
      await run(sent, [id, JSON.stringify(POSTED), at]);
    },
    drawnDigest: async (id: string): Promise<void> => {
      const drawn = `UPDATE digests SET due_at = CASE WHEN stale THEN due_at END, lease_until = NULL, attempts = 0
        WHERE id = $1 AND state = 'sent'`;
      await run(drawn, [id]);
    },
    sentMessage: async (id: string): Promise<void> => {
      const sent = `UPDATE outbox SET posted = $2, due_at = CASE WHEN stale THEN due_at END, lease_until = NULL,
        attempts = 0 WHERE id = $1 AND due_at IS NOT NULL`;
      await run(sent, [id, JSON.stringify(POSTED)]);
    },
    /** Somebody has claimed a reminder of the digest by a button, say. */
    changeDigest: async (id: string, at: Date): Promise<void> => {
      const stale = `UPDATE digests SET stale = true,
        due_at = CASE WHEN state = 'sent' THEN coalesce(due_at, $2) ELSE due_at END
        WHERE id = $1 AND (state = 'sending' OR (state = 'sent' AND posted IS NOT NULL))`;
      await run(stale, [id, at]);
    },
    /** Somebody has declined the request, say. */
    changeRequest: async (request: string, at: Date): Promise<void> => {
      const stale = `UPDATE outbox SET stale = true,
        due_at = CASE WHEN posted IS NULL THEN due_at ELSE coalesce(due_at, $2) END WHERE request_id = $1`;
      await run(stale, [request, at]);
    },
  };
}
