import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { CONTACT_LINK_MS } from '../../domain/messages/contact.ts';
import { SIGN_IN_LIFETIME_MS } from '../../domain/sign-in/sign-in.ts';
import type { Clock } from '../../ports/shared/clock.ts';
import type { Random } from '../../ports/shared/random.ts';
import type { LinkKeys } from '../../ports/sign-in/link-keys.ts';
import type { LinkPurpose, LinkTokens } from '../../ports/sign-in/link-tokens.ts';

const KEY_BYTES = 32;
/** 144 bits: a whole number of base64url characters, so that no two texts stand for one tag. */
const TAG_BYTES = 18;
const TAG_LENGTH = (TAG_BYTES * 4) / 3;
/** The second in which a text was made, to the base of 36. */
const TIME_LENGTH = 7;
const FORM = new RegExp(`^[A-Za-z0-9_-]{20,100}[0-9a-z]{${TIME_LENGTH}}[A-Za-z0-9_-]{${TAG_LENGTH}}$`);
const LIFETIMES: Readonly<Record<LinkPurpose, number>> = {
  ticket: SIGN_IN_LIFETIME_MS,
  state: SIGN_IN_LIFETIME_MS,
  contact: CONTACT_LINK_MS,
};
/** The clocks of two processes may differ so much. */
const CLOCK_SKEW_MS = 60_000;

/**
 * Texts that are an unguessable part, the time, and a tag over both. A text is genuine as long as a link for
 * its purpose lives. The key is read once, when it is needed for the first time.
 */
export function createLinkTokens(keys: LinkKeys, random: Pick<Random, 'token'>, clock: Clock): LinkTokens {
  let reading: Promise<Buffer> | undefined;
  let known: Buffer | undefined;
  /** All callers wait for one reading. If it fails, the next caller reads again. */
  const key = () => {
    reading ??= readKey(keys).then(
      (read) => {
        known = read;
        return read;
      },
      (cause: unknown) => {
        reading = undefined;
        throw cause;
      },
    );
    return reading;
  };
  return {
    make: async (purpose) => {
      const seconds = Math.floor(clock().getTime() / 1000);
      const part = `${random.token()}${seconds.toString(36).padStart(TIME_LENGTH, '0')}`;
      return `${part}${tagOf(await key(), purpose, part)}`;
    },
    isGenuine: async (purpose, text) => isYoung(purpose, text, clock()) && hasTag(await key(), purpose, text),
    seemsGenuine: (purpose, text) => {
      if (!isYoung(purpose, text, clock())) return false;
      if (known !== undefined) return hasTag(known, purpose, text);
      // This process has just started. When the person loads the page again, the key is known.
      key().catch(() => {});
      return false;
    },
  };
}

async function readKey(keys: LinkKeys): Promise<Buffer> {
  const key = await keys.keep(randomBytes(KEY_BYTES).toString('base64url'));
  return Buffer.from(key, 'base64url');
}

/** Whether the text has the form of ours, and a time at which such a link could still live. */
function isYoung(purpose: LinkPurpose, text: string, now: Date): boolean {
  if (!FORM.test(text)) return false;
  const seconds = Number.parseInt(text.slice(-TAG_LENGTH - TIME_LENGTH, -TAG_LENGTH), 36);
  const ageMs = now.getTime() - seconds * 1000;
  return ageMs > -CLOCK_SKEW_MS && ageMs < LIFETIMES[purpose] + CLOCK_SKEW_MS;
}

function hasTag(key: Buffer, purpose: LinkPurpose, text: string): boolean {
  const [part, tag] = [text.slice(0, -TAG_LENGTH), text.slice(-TAG_LENGTH)];
  return timingSafeEqual(Buffer.from(tag), Buffer.from(tagOf(key, purpose, part)));
}

function tagOf(key: Buffer, purpose: LinkPurpose, part: string): string {
  const digest = createHmac('sha256', key).update(`${purpose}.${part}`).digest();
  return digest.subarray(0, TAG_BYTES).toString('base64url');
}
