import { type Check, failure, pass, warning } from '../check.ts';
import { withDatabase } from '../with.ts';

export const databaseUser: Check = {
  title: 'Database user',
  look: (world) =>
    withDatabase(world, async (inspection) => {
      const { beyond, lacking } = await inspection.user();
      if (lacking.length > 0) {
        const advice =
          'As the database’s administrator make this user the owner of the schema and of all tables in it (ALTER … OWNER TO).';
        return failure(`It may not: ${lacking.join(', ')}.`, advice);
      }
      if (beyond.length > 0) {
        const advice =
          'Give the bot a user of its own that owns its database and is nothing else (ALTER ROLE … NOSUPERUSER NOCREATEROLE NOCREATEDB).';
        return warning(`It may more than the bot needs: ${beyond.join(', ')}.`, advice);
      }
      return pass('May what the bot needs, and no more.');
    }),
};
