/** No answer of an outside service is waited for longer than this, its body included. Most callers name a shorter time. */
const LONGEST_MS = 15_000;

/**
 * The only way in which the bot asks an outside service: like `fetch`, but with a time-out, and without following a
 * redirect. A request may carry a token or a secret of the bot's, which must not go to the place that an answer names.
 * A redirect is an answer like any other; with `redirect: 'error'` it is a failure.
 */
export const askOutside: typeof fetch = (input, init) => {
  const longest = AbortSignal.timeout(LONGEST_MS);
  const own = init?.signal ?? undefined;
  return fetch(input, {
    ...init,
    redirect: init?.redirect === 'error' ? 'error' : 'manual',
    signal: own === undefined ? longest : AbortSignal.any([own, longest]),
  });
};
