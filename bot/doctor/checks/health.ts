import { z } from 'zod';
import { type Check, failure, pass } from '../check.ts';
import { jsonOf, probe } from '../probe.ts';
import { reasonOf } from '../reason.ts';

const READY = z.object({ database: z.boolean().optional(), keys: z.boolean().optional() });
const UP = z.object({ status: z.literal('up') });

export const health: Check = {
  title: 'Bot answers',
  look: async ({ settings }) => {
    const { publicUrl } = settings;
    try {
      const up = await probe(`${publicUrl}/healthz`);
      if (up.status !== 200 || !UP.safeParse(jsonOf(up)).success) {
        const advice =
          'See that PUBLIC_URL leads to the bot, that its slot is started, and what its log says (az webapp log tail).';
        return failure(`/healthz answers ${up.status}, and not as the bot does.`, advice);
      }
      const ready = await probe(`${publicUrl}/readyz`);
      if (ready.status === 200) return pass('It is up, and ready for turns.');
      const { database, keys } = READY.safeParse(jsonOf(ready)).data ?? {};
      const missing = [database === false ? 'its database' : '', keys === false ? 'Bot Framework’s keys' : ''];
      const names = missing.filter((name) => name !== '').join(' and ');
      return failure(
        `It is up, but not ready: it does not reach ${names || 'all that it needs'}.`,
        'See the lines about those.',
      );
    } catch (cause) {
      const advice =
        'See that the app is started and that its address is open to the outside (az webapp show, az webapp log tail).';
      return failure(`Nothing answers (${reasonOf(cause)}).`, advice);
    }
  },
};
