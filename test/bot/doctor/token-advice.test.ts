import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../bot/config/index.ts';
import { tokenAdvice } from '../../../bot/doctor/token-advice.ts';
import { settingsWith } from '../operator/command.ts';

const settings = readConfig(settingsWith({}));

describe('advice about a token that was not issued', () => {
  it.each(['7000215', '7000222', '700027'])('names a new credential if Entra says that it is wrong: %s', (code) => {
    expect(tokenAdvice(settings, `invalid_client, AADSTS${code}`)).toContain('make a new credential');
  });

  it('does not name a new credential if a clock is wrong', () => {
    const advice = tokenAdvice(settings, 'invalid_client, AADSTS700024');
    expect(advice).not.toContain('make a new credential');
    expect(advice).toContain('“Clock”');
  });

  it('says that the service principal is missing, and does not doubt an id that Entra knows', () => {
    const advice = tokenAdvice(settings, 'invalid_client, AADSTS7000229', 'AAD_APP');
    expect(advice).toContain('az ad sp create --id');
    expect(advice).toContain('AAD_APP_CLIENT_ID');
    expect(advice).not.toMatch(/^Set /);
  });
});
