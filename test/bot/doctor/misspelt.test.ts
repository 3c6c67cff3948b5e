import { describe, expect, it } from 'vitest';
import { SETTING_NAMES } from '../../../bot/config/index.ts';
import { misspeltAmong } from '../../../bot/doctor/misspelt.ts';

function meantBy(...names: readonly string[]): readonly string[] {
  return misspeltAmong(names, SETTING_NAMES).map(({ meant }) => meant);
}

describe('misspeltAmong', () => {
  it.each([
    ['STEP_UP_AUTHCONTEXT', 'STEP_UP_AUTH_CONTEXT'],
    ['DATABASE_URI', 'DATABASE_URL'],
    ['BOT_CLIENTSECRET', 'BOT_CLIENT_SECRET'],
    ['REMINDER_TIMEZONE', 'REMINDER_TIME_ZONE'],
    ['TENANTID', 'TENANT_ID'],
    ['mail_from', 'MAIL_FROM'],
    ['API_SCOPES_', 'API_SCOPES'],
  ])('takes %s for %s', (name, meant) => {
    expect(meantBy(name)).toEqual([meant]);
  });

  it('says nothing of the settings themselves', () => {
    expect(meantBy(...SETTING_NAMES)).toEqual([]);
  });

  it('says nothing of what platforms and shells set', () => {
    const theirs = ['PATH', 'HOME', 'HOSTNAME', 'POST', 'LOGNAME', 'APPSETTING_WEBSITE_SITE_NAME', 'WEBSITE_HOSTNAME'];
    const node = ['NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'IDENTITY_ENDPOINT', 'IDENTITY_HEADER', 'MSI_ENDPOINT'];
    expect(meantBy(...theirs, ...node, 'npm_config_user_agent', 'OTEL_SERVICE_NAME', 'KUBERNETES_PORT')).toEqual([]);
  });
});
