import { describe, expect, it } from 'vitest';
import { wakeOn } from '../../../../../../bot/adapters/postgres/base/jobs/wake.ts';

const later = (ms: number) => new Date(Date.now() + ms);

/** A queue that counts what is sent to it. */
function countingQueue() {
  const queue = { sent: 0, isDown: false };
  const send = async () => {
    queue.sent += 1;
    if (queue.isDown) throw new Error('the database is down');
    return 'id';
  };
  return { queue, wake: wakeOn({ send }) };
}

describe('a wake-up', () => {
  it('at a later time is sent once for each task, however often it is asked for', async () => {
    const { queue, wake } = countingQueue();
    const far = later(3_600_000);
    await Promise.all([wake('reconcile', far), wake('reconcile', far)]);
    await wake('reconcile', far);
    expect(queue.sent).toBe(1);
    await wake('remove-messages', far);
    expect(queue.sent).toBe(2);
  });

  it('that may be taken up already is sent each time', async () => {
    const { queue, wake } = countingQueue();
    for (const at of [later(-60_000), later(0), later(8_000)]) {
      const before = queue.sent;
      await wake('send-outbox', at);
      await wake('send-outbox', at);
      expect(queue.sent - before).toBe(2);
    }
  });

  it('that could not be sent fails for all who asked, and is sent again', async () => {
    const { queue, wake } = countingQueue();
    const far = later(3_600_000);
    queue.isDown = true;
    const asked = await Promise.allSettled([wake('reconcile', far), wake('reconcile', far)]);
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    queue.isDown = false;
    await wake('reconcile', far);
    expect(queue.sent).toBe(2);
  });
});
