import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LocalManagedIdentity } from '../../infra/local/managed-identity/index.ts';
import { type FreshDatabase, freshDatabase } from '../once/fresh-database.ts';
import { type LocalBot, startLocalBot } from './local-bot.ts';
import { cardOf, linkOf, personAt } from './person.ts';

const DATABASE = 'https://ossrdbms-aad.database.windows.net';
/** The server is shared, and its roles are those of all its databases. */
const ROLE = `id-api-credentials-${randomBytes(4).toString('hex')}`;
let server: FreshDatabase;
let admin: Client;
let bot: LocalBot;
beforeAll(async () => {
  server = await freshDatabase();
  admin = new Client(server.url);
  await admin.connect();
  await admin.query(`CREATE ROLE "${ROLE}" LOGIN`);
  const { host, pathname } = new URL(server.url);
  await admin.query(`ALTER DATABASE ${pathname.slice(1)} OWNER TO "${ROLE}"`);
  const settings = { DATABASE_URL: `postgresql://${ROLE}@${host}${pathname}`, DATABASE_AUTH: 'entra' };
  bot = await startLocalBot(settings, {
    onIdentity: async (identity) => {
      await admin.query(`ALTER ROLE "${ROLE}" PASSWORD '${await identity.token(DATABASE)}'`);
    },
  });
});
afterAll(async () => {
  await bot.close();
  await admin.end();
  await server.stop();
});

const text = (value: unknown) => JSON.stringify(value);

it('does the main job as a managed identity, without any secret in its environment', async () => {
  bot.teams.faults.silentSignIn = false;
  const manager = personAt(bot, 'Anna', 'channel');
  const listed = await manager.signIn(linkOf(cardOf(await manager.ask('list'))));
  expect(text(cardOf(listed))).toContain('Your applications');
  const application = bot.world.applications.find((one) => one.displayName === 'Partner-NL-Matchwell-DM');
  if (application === undefined) throw new Error('no application');
  const before = application.passwordCredentials.length;

  const form = await manager.ask(`create ${application.displayName}`);
  const expiry = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);
  const created = await manager.press(cardOf(form), 'submit-create', { name: 'Without a secret', expiry }, '', form.id);
  expect(created.status).toBe(200);
  const delivered = manager.sees().find((message) => text(message).includes('codeSnippet'));
  if (delivered === undefined) throw new Error('nothing delivered');
  expect(delivered.targeted).toBe(true);
  await manager.press(cardOf(delivered), 'stored');
  expect(text(manager.sees())).not.toContain('codeSnippet');
  // The card of the creation named the message with the value. That message is gone, and the card says so.
  const card = () => text(manager.sees().find(({ id }) => id === form.id));
  await expect.poll(card, { timeout: 20_000 }).toContain('You confirmed that you stored the value');
  expect(card()).not.toContain('Its value is in a message of its own');
  const made = application.passwordCredentials.filter((one) => one.displayName === 'Without a secret');
  expect(made).toHaveLength(1);

  const confirm = await manager.ask(`delete ${application.displayName} ${made[0]?.hint}`);
  const deleted = await manager.press(cardOf(confirm), 'confirm-delete', {});
  expect(deleted.status).toBe(200);
  expect(application.passwordCredentials).toHaveLength(before);
});

it('threat 33, the bot’s own credential stolen: has nothing in its environment that could be used elsewhere', () => {
  const { env, world } = bot;
  expect(Object.keys(env).filter((name) => /SECRET|PASSWORD|CERTIFICATE|KEY|TOKEN/.test(name))).toEqual(
    ['BOT_TOKEN_ISSUER', 'SECRET_MESSAGE_MINUTES'].filter((name) => name in env),
  );
  expect(text(env)).not.toContain(world.botClientSecret);
  expect(new URL(env['DATABASE_URL'] ?? '').password).toBe('');
  expect(env).toMatchObject({ BOT_TYPE: 'UserAssignedMsi', AAD_APP_FEDERATED: 'true', DATABASE_AUTH: 'entra' });
});

it('signs in as the identity to Teams and PostgreSQL, and as the registration to Entra and Graph', async () => {
  const asked = new Set(bot.managedIdentity?.asked);
  expect(asked).toEqual(new Set([DATABASE, 'https://api.botframework.com', 'api://AzureADTokenExchange']));
  const { rows } = await admin.query(
    'SELECT DISTINCT usename FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database()',
    ['api-credentials'],
  );
  expect(rows).toEqual([{ usename: ROLE }]);
});

it('lets the operator’s commands work without a secret too', async () => {
  // The first head of a new record is written within a minute; the operator's command writes it at once.
  expect(await bot.audit('head')).toMatchObject({ code: 0 });
  expect(await bot.audit('verify')).toMatchObject({ code: 0 });
  expect(await bot.sweep('--dry-run')).toMatchObject({ code: 0 });
});

it('prints no token', async () => {
  const log = await bot.log();
  expect(log).toContain('listening');
  expect(log).not.toMatch(/eyJ[\w-]+\./);
  expect(log).not.toContain(identityOf(bot).env.IDENTITY_HEADER);
});

it('is not ready without its identity, says why, and goes on with it', async () => {
  const identity = identityOf(bot);
  await bot.stop();
  identity.faults.down = true;
  const starting = bot.start();
  const reason = 'no token from the managed identity: its endpoint does not answer';
  await expect.poll(() => bot.log(), { timeout: 60_000 }).toContain(reason);
  expect((await fetch(`${bot.url}/readyz`)).status).toBe(503);
  identity.faults.down = false;
  await starting;
});

it('is not ready while it has no token for Teams, says why, and is ready again with one', async () => {
  const other = await startLocalBot(
    {},
    {
      onIdentity: async ({ faults }) => {
        // Each is used for this once.
        faults.lifetime = 50;
      },
    },
  );
  try {
    const status = async () => (await fetch(`${other.url}/readyz`)).status;
    expect(await status()).toBe(200);
    identityOf(other).faults.down = true;
    await expect.poll(status, { timeout: 10_000 }).toBe(503);
    await expect.poll(() => other.log(), { timeout: 10_000 }).toContain('no token from the managed identity');
    identityOf(other).faults.down = false;
    await expect.poll(status, { timeout: 10_000 }).toBe(200);
  } finally {
    await other.close();
  }
});

function identityOf({ managedIdentity }: LocalBot): LocalManagedIdentity {
  if (managedIdentity === undefined) throw new Error('no identity');
  return managedIdentity;
}
