import { inspect } from 'node:util';
import fc from 'fast-check';
import { ConfigError, readConfig } from '../../../bot/config/index.ts';
import { TABLE } from '../../../bot/config/table.ts';
import { text } from '../bend.ts';
import { promise, targetOf } from '../target.ts';

const GUID = '11111111-2222-3333-4444-555555555555';
const CANARY = 'canary-c7e1';
const MINIMUM: Readonly<Record<string, string>> = {
  PUBLIC_URL: 'https://bot.example.org',
  BOT_ID: GUID,
  BOT_TYPE: 'SingleTenant',
  TENANT_ID: '66666666-7777-8888-9999-aaaaaaaaaaaa',
  BOT_CLIENT_SECRET: `${CANARY}-secret`,
  SIGN_IN_AUTH_CONTEXT: 'policy',
  STEP_UP_AUTH_CONTEXT: 'none',
};
const NAMES = [...new Set(Object.values(TABLE).flatMap(({ names }) => names))].sort();
/** Their values are, or hold, what nobody may read. */
const CREDENTIALS = Object.values(TABLE).flatMap(({ names, secret }) => (secret ? names : []));
const ADDRESSES = [
  'https://x.example',
  'http://localhost:3978',
  'https://user:pass@x.example/',
  'postgresql://bot:pass@host/db?sslmode=require',
  'postgres://[::1',
  'DM/sandbox=https://x.example/token',
  'true',
  'on',
  'UserAssignedMsi',
  '65536',
  'Europe/Amsterdam',
  'a=b,c=d',
];

const value = fc.oneof(text, fc.constantFrom(...ADDRESSES), fc.constantFrom(GUID, 'c1', 'none', 'policy', '8:00'));
const secretValue = fc.oneof(
  value.map((one) => `${one}${CANARY}`),
  value.map((one) => `${CANARY}${one}`),
  value.map((one) => `postgresql://u:${CANARY}@h/${encodeURIComponent(one.toWellFormed())}`),
  value.map((one) => `k:${CANARY}${one}`),
  value.map((one) => `authorization=${CANARY}${one}`),
  value.map((one) => `InstrumentationKey=${CANARY};IngestionEndpoint=${one}`),
);
const settings = fc.array(
  fc.oneof(
    fc.record({ name: fc.constantFrom(...NAMES), value: fc.option(value, { nil: null }) }),
    fc.record({ name: fc.constantFrom(...CREDENTIALS), value: secretValue }),
  ),
  { maxLength: 6 },
);

/** Any settings: the bot starts, or says in one line each which setting is wrong, and never prints a credential. */
export const settingsTarget = targetOf('settings', settings, async () => ({
  run: async (given) => {
    const env: Record<string, string | undefined> = { ...MINIMUM };
    for (const one of given) env[one.name] = one.value ?? undefined;
    const printed = outcomeOf(env);
    promise(!printed.includes(CANARY), 'a credential is printed');
    promise(
      !printed.includes(Buffer.from(CANARY).toString('base64').slice(0, 12)),
      'a credential is printed in Base64',
    );
  },
  close: async () => {},
}));

function outcomeOf(env: Readonly<Record<string, string | undefined>>): string {
  const readFile = () => `${CANARY}-file`;
  try {
    const read = readConfig(env, readFile);
    return `${JSON.stringify(read)}${inspect(read, { depth: 9 })}`;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    promise(error.gaps.length > 0, 'no setting is named');
    for (const gap of error.gaps) {
      promise(
        NAMES.some((name) => gap.startsWith(name)),
        `no setting is named at the beginning of: ${gap}`,
      );
      promise(!/\n|\bat .*:\d+:\d+/.test(gap), `more than a sentence: ${gap}`);
    }
    return `${error.message}${error.gaps.join()}`;
  }
}
