import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../../bot/config/index.ts';
import { settingsWith } from '../operator/command.ts';

const REFERENCE = '@Microsoft.KeyVault(SecretUri=https://contoso.vault.azure.net/secrets/one)';

function gapsWith(over: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig(settingsWith(over));
    return [];
  } catch (cause) {
    if (cause instanceof ConfigError) return cause.gaps;
    throw cause;
  }
}

describe('a reference to Key Vault that the platform has not resolved', () => {
  it.each(['BOT_CLIENT_SECRET', 'AUDIT_KEY', 'DATABASE_URL', 'OTEL_EXPORTER_OTLP_HEADERS', 'TENANT_ID'])(
    'is never taken for the value, and is the only thing said of the setting: %s',
    (name) => {
      const gaps = gapsWith({ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.contoso.com', [name]: REFERENCE });
      expect(gaps).toEqual([expect.stringMatching(`^${name} is a reference to Key Vault that was not resolved: `)]);
      expect(gaps.join()).not.toContain('contoso.vault');
    },
  );
});
