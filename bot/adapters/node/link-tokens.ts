import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Random } from '../../ports/shared/random.ts';
import type { LinkKeys } from '../../ports/sign-in/link-keys.ts';
import type { LinkPurpose, LinkTokens } from '../../ports/sign-in/link-tokens.ts';

const KEY_BYTES = 32;
/** 144 bits: a whole number of base64url characters, so that no two texts stand for one tag. */
const TAG_BYTES = 18;
const TAG_LENGTH = (TAG_BYTES * 4) / 3;
const FORM = new RegExp(`^[A-Za-z0-9_-]{20,100}[A-Za-z0-9_-]{${TAG_LENGTH}}$`);

/** Texts that are an unguessable part and its tag. The key is read once, when it is needed for the first time. */
export function createLinkTokens(keys: LinkKeys, random: Pick<Random, 'token'>): LinkTokens {
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
      const part = random.token();
      return `${part}${tagOf(await key(), purpose, part)}`;
    },
    isGenuine: async (purpose, text) => FORM.test(text) && hasTag(await key(), purpose, text),
    seemsGenuine: (purpose, text) => known !== undefined && FORM.test(text) && hasTag(known, purpose, text),
  };
}

async function readKey(keys: LinkKeys): Promise<Buffer> {
  const key = await keys.keep(randomBytes(KEY_BYTES).toString('base64url'));
  return Buffer.from(key, 'base64url');
}

function hasTag(key: Buffer, purpose: LinkPurpose, text: string): boolean {
  const [part, tag] = [text.slice(0, -TAG_LENGTH), text.slice(-TAG_LENGTH)];
  return timingSafeEqual(Buffer.from(tag), Buffer.from(tagOf(key, purpose, part)));
}

function tagOf(key: Buffer, purpose: LinkPurpose, part: string): string {
  const digest = createHmac('sha256', key).update(`${purpose}.${part}`).digest();
  return digest.subarray(0, TAG_BYTES).toString('base64url');
}
