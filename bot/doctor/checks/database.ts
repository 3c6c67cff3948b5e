import { modeOfDataFolder } from '../../adapters/postgres/index.ts';
import { isPasswordReadable } from '../../config/settings/database.ts';
import { type Check, failure, pass, skipped, warning } from '../check.ts';
import { withDatabase } from '../prerequisites.ts';

const OLDEST = 14;
const READ_LOG = 'Look into the bot’s log for “task failed” and “task given up”, which say why.';

export const database: Check = {
  title: 'Database',
  look: async (context) => {
    const opened = await context.database();
    if (opened.kind === 'closed') {
      const advice =
        'See that DATABASE_URL is right and that the server lets this machine in. In Azure it lets in only the app’s network (az webapp ssh), and the identity must be a user of the database. The bot tries again by itself until it can use the database.';
      return failure(`It cannot be used (${opened.reason}).`, advice);
    }
    if (opened.kind === 'embedded') {
      const advice =
        'Without DATABASE_URL the doctor does not look into the database; if you stop the bot, npm run audit -- verify checks the record.';
      return skipped('The embedded database belongs to the running bot alone.', advice);
    }
    return withDatabase(context, async (inspection) => {
      const { number, text } = await inspection.version();
      const detail = `PostgreSQL ${text.split(' ')[0]}.`;
      if (number >= OLDEST * 10_000) return pass(detail);
      const advice = `Upgrade the server to PostgreSQL ${OLDEST} or newer (Azure portal, the server, Overview, Upgrade).`;
      return failure(detail, advice);
    });
  },
};

/** The embedded database has no password: who may read its files reads everything in it. */
export const dataFolder: Check = {
  title: 'Data folder',
  look: async ({ settings: { databaseUrl, dataDir } }) => {
    if (databaseUrl !== undefined) return pass('None is needed: the bot uses PostgreSQL.');
    switch (modeOfDataFolder(dataDir)) {
      case 'absent':
        return skipped(`${dataDir} is not there yet.`, 'Start the bot: it makes the folder, for its own user alone.');
      case 'open': {
        const advice = `Close it (chmod 700 ${dataDir}), or start the bot again, which closes a folder that holds nothing else. If its file system has no modes, name a folder on another one in DATA_DIR.`;
        return failure(`Other users of this machine may enter ${dataDir}.`, advice);
      }
      case 'private':
        return pass('Only the user of the bot may enter it.');
    }
  },
};

/** pg sends a password to a server without TLS, if the address does not ask for TLS. */
export const databaseEncryption: Check = {
  title: 'Database encryption',
  look: async ({ settings: { databaseUrl } }) =>
    isPasswordReadable(databaseUrl)
      ? warning(
          'The password of the database, and all data, go over the network unencrypted.',
          'Let DATABASE_URL end in ?sslmode=verify-full, with a server that offers TLS.',
        )
      : pass('No password goes over a network unencrypted.'),
};

export const migrations: Check = {
  title: 'Migrations',
  look: (context) =>
    withDatabase(context, async (inspection) => {
      const { known, applied } = await inspection.migrations();
      const missing = known.filter((version) => !applied.includes(version));
      const newer = applied.filter((version) => !known.includes(version));
      if (newer.length > 0) {
        const advice = 'Run the doctor of the version that is deployed: an older bot does not start on this database.';
        return failure(`Migration ${newer.join(', ')} is of a newer version than this one.`, advice);
      }
      if (missing.length > 0) {
        const advice = 'Start the bot: it migrates the database when it starts. If it does not, its log says why.';
        return failure(`Migration ${missing.join(', ')} is not applied.`, advice);
      }
      return pass(`All ${known.length} are applied.`);
    }),
};

export const databaseUser: Check = {
  title: 'Database user',
  look: (context) =>
    withDatabase(context, async (inspection) => {
      const { beyond, lacking } = await inspection.user();
      if (lacking.length > 0) {
        const advice =
          'As the database’s administrator make this user the owner of the schema and of all tables in it (ALTER … OWNER TO).';
        return failure(`It may not: ${lacking.join(', ')}.`, advice);
      }
      if (beyond.length > 0) {
        const advice =
          'Give the bot a user of its own that owns its database and has no other rights (ALTER ROLE … NOSUPERUSER NOCREATEROLE NOCREATEDB).';
        return warning(`It has more rights than the bot needs: ${beyond.join(', ')}.`, advice);
      }
      return pass('It has the rights that the bot needs, and no more.');
    }),
};

export const queue: Check = {
  title: 'Job queue',
  look: (context) =>
    withDatabase(context, async (inspection) => {
      const troubles = await inspection.queueTroubles();
      const tasksWith = (trouble: 'overdue' | 'failed' | 'retried') =>
        troubles.filter((one) => one[trouble] > 0).map(({ task }) => task);
      const [overdue, failed, retried] = [tasksWith('overdue'), tasksWith('failed'), tasksWith('retried')];
      if (overdue.length > 0) {
        const advice =
          'Start the bot, and see in its log that it reaches the database: no bot has worked on these tasks for five minutes.';
        return failure(`Waiting for a long time: ${overdue.join(', ')}.`, advice);
      }
      if (failed.length > 0) return failure(`Given up in the last minutes: ${failed.join(', ')}.`, READ_LOG);
      if (retried.length > 0) return warning(`Failed, and tried again: ${retried.join(', ')}.`, READ_LOG);
      return pass('Nothing failed, nothing waits.');
    }),
};
