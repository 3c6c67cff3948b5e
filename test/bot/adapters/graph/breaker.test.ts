import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failure, faultOf, graphAnswering, ID, json, networkFailure } from './answering.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => vi.useRealTimers());

/** Reads so often that Graph counts as gone. */
async function gone(...after: Parameters<typeof graphAnswering>) {
  const graph = graphAnswering(...Array.from({ length: 5 }, () => networkFailure('ECONNRESET')), ...after);
  for (let read = 1; read <= 5; read += 1) await faultOf(graph.directory.applications([ID], 'person-waits'));
  expect(graph.sent).toHaveLength(5);
  return graph;
}

const read = ({ directory }: Awaited<ReturnType<typeof gone>>) => directory.applications([ID], 'person-waits');

describe('threat 23, Graph throttling: a Graph that gives no answer five times', () => {
  it('is not asked again for two seconds, and people hear at once that it is not there', async () => {
    const graph = await gone(failure(500, 'x'));
    expect(await faultOf(read(graph))).toMatchObject({ problem: 'unreachable', ambiguous: false });
    vi.advanceTimersByTime(1_999);
    await faultOf(read(graph));
    expect(graph.sent).toHaveLength(5);
  });

  it('is asked by one read after that, and by all as soon as it answers', async () => {
    const graph = await gone(networkFailure('ECONNRESET'), failure(403, 'Forbidden'));
    vi.advanceTimersByTime(2_000);
    await Promise.all([faultOf(read(graph)), faultOf(read(graph)), faultOf(read(graph))]);
    expect(graph.sent).toHaveLength(6);
    vi.advanceTimersByTime(2_000);
    for (let more = 1; more <= 3; more += 1) expect((await faultOf(read(graph))).problem).toBe('forbidden');
    expect(graph.sent).toHaveLength(9);
  });

  it('still gets every change, so that a secret which nobody received is removed', async () => {
    const graph = await gone(() => new Response(null, { status: 204 }));
    await graph.directory.removeSecret(ID, 'aaaaaaaa-0000-4000-8000-000000000000');
    expect(graph.sent.at(-1)).toMatchObject({ method: 'POST', url: expect.stringContaining('removePassword') });
  });

  it('counts as there if it answers in between, even with a refusal', async () => {
    const [no, busy] = [networkFailure('ECONNRESET'), failure(403, 'Forbidden')];
    const graph = graphAnswering(no, no, no, no, busy, no, no, no, no, () => json(200, { value: [] }));
    for (let at = 1; at <= 9; at += 1) await faultOf(graph.directory.applications([ID], 'person-waits'));
    expect(graph.sent).toHaveLength(9);
    await graph.directory.applications([ID], 'person-waits').catch(() => undefined);
    expect(graph.sent).toHaveLength(10);
  });
});
