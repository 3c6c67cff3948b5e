interface Listener {
  /** Resolves with the port. */
  listen(): Promise<number>;
  close(): Promise<void>;
}

interface Jobs {
  stop(): Promise<void>;
}

/**
 * Listens while the job queue starts, so that the first turn does not wait for it. A turn needs no job: the queue wakes
 * every task when it has started, and so makes up for the wake-ups before that. If one of the two fails, the other is
 * stopped.
 */
export async function startTogether<J extends Jobs>(
  server: Listener,
  startJobs: () => Promise<J>,
): Promise<{ readonly port: number; readonly jobs: J }> {
  const [listening, starting] = await Promise.allSettled([server.listen(), startJobs()]);
  if (listening.status === 'rejected') {
    if (starting.status === 'fulfilled') await starting.value.stop();
    throw listening.reason;
  }
  if (starting.status === 'rejected') {
    await server.close();
    throw starting.reason;
  }
  return { port: listening.value, jobs: starting.value };
}
