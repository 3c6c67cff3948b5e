import { expect, it } from 'vitest';
import { draftLink, teamsLinks } from '../../../../bot/domain/shared/teams-links.ts';

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

const PLACE = { teamsUrl: 'https://teams.microsoft.com', appId: APP, tenantId: TENANT, botId: APP };

it('opens the chat with a command filled in, whatever signs the command has', () => {
  for (const command of ['rotate Partner-NL-A&B SMC', 'rotate 100% + ü “x”', 'list']) {
    const link = draftLink(PLACE, command);
    expect(link.startsWith('https://teams.microsoft.com/l/chat/0/0?')).toBe(true);
    expect(link).not.toContain('+');
    const { searchParams } = new URL(link);
    expect(Object.fromEntries(searchParams)).toEqual({ tenantId: TENANT, users: `28:${APP}`, message: command });
  }
});

it('opens the chat alone if a command would make the link too long', () => {
  expect(draftLink(PLACE, `rotate ${'x'.repeat(256)}`).length).toBeLessThan(1_900);
  expect(draftLink(PLACE, `rotate ${'漢'.repeat(256)}`)).toBe(teamsLinks(PLACE).chat);
});
