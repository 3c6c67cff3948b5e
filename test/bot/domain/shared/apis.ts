import type { Apis } from '../../../../bot/domain/shared/naming.ts';

/** The APIs of a deployment that sets no API_CODES: `test/bot/config/config.test.ts` holds this. */
export const APIS: Apis = [
  { code: 'DM', label: 'Data Manager', services: [{ name: 'Data Manager', dummy: true }] },
  {
    code: 'SMC',
    label: 'Search, Match & Connect',
    services: [
      { name: 'Search and Match', dummy: false },
      { name: 'Match-Connect', dummy: true },
    ],
  },
];
