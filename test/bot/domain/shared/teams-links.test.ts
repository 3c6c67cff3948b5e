import { expect, it } from 'vitest';
import { teamsLinks } from '../../../../bot/domain/shared/teams-links.ts';

const APP = '33333333-3333-4333-8333-333333333333';
const TENANT = '66666666-7777-8888-9999-aaaaaaaaaaaa';

it('leads guests to the app and to the chat in this tenant, by the id of the app', () => {
  expect(teamsLinks({ teamsUrl: 'https://teams.microsoft.com', appId: APP, tenantId: TENANT })).toEqual({
    install: `https://teams.microsoft.com/l/app/${APP}?tenantId=${TENANT}`,
    chat: `https://teams.microsoft.com/l/entity/${APP}/conversations?tenantId=${TENANT}`,
  });
});

it('opens the Teams of another cloud if one is set', () => {
  const { install, chat } = teamsLinks({ teamsUrl: 'https://gov.teams.microsoft.us', appId: APP, tenantId: TENANT });
  for (const link of [install, chat]) expect(new URL(link).host).toBe('gov.teams.microsoft.us');
});
