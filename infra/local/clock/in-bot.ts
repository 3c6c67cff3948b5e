// Node loads this before the bot (`node --import`). The bot knows nothing of it: it asks its own machine what time it is.
import { setWorldAhead, useWorldClock } from './world-clock.ts';

useWorldClock(Number(process.env['WORLD_AHEAD_MS'] ?? 0));
process.on('message', (message: unknown) => {
  if (typeof message !== 'object' || message === null || !('worldAhead' in message)) return;
  setWorldAhead(Number(message.worldAhead));
  process.send?.({ worldAhead: message.worldAhead });
});
// To wait for such a message must not keep a program from ending.
process.channel?.unref();
