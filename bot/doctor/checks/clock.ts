import { type Check, failure, pass, warning } from '../check.ts';
import { probe } from '../probe.ts';

const [WARN_S, FAIL_S] = [60, 300];
const ADVICE = 'Set this machine’s clock by a time server: tokens and step-ups are judged by it.';

/** By the Date header, which knows whole seconds. Bot Framework and Entra allow for five minutes. */
export const clock: Check = {
  title: 'Clock',
  look: async ({ settings, clock: now }) => {
    const { loginUrl, graphUrl, tenantId } = settings;
    const urls = [`${loginUrl}/${tenantId}/v2.0/.well-known/openid-configuration`, `${graphUrl}/v1.0/`];
    const offsets = await Promise.all(urls.map((url) => offsetFrom(url, now).catch(() => undefined)));
    const known = offsets.filter((offset) => offset !== undefined);
    if (known.length === 0) return failure('Neither Entra nor Graph said what time it is.', 'See the other lines.');
    const seconds = Math.max(...known);
    const detail = `${Math.round(seconds)} s off from Entra’s and Graph’s.`;
    if (seconds > FAIL_S) return failure(detail, ADVICE);
    return seconds > WARN_S ? warning(detail, ADVICE) : pass(detail);
  },
};

/** In seconds, without sign; undefined where the answer has no date. */
async function offsetFrom(url: string, now: () => Date): Promise<number | undefined> {
  const before = now().getTime();
  const theirs = Date.parse((await probe(url)).headers.get('date') ?? '');
  const ours = (before + now().getTime()) / 2;
  return Number.isNaN(theirs) ? undefined : Math.max(0, Math.abs(ours - theirs - 500) - 500) / 1000;
}
