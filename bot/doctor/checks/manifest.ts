import type { Settings } from '../../config/index.ts';
import { type Check, failure, pass, skipped } from '../check.ts';
import type { Manifest } from '../manifest.ts';

/** A package of other settings installs well, and then nobody hears the bot. */
export const manifest: Check = {
  title: 'App package',
  plan: true,
  look: async ({ settings, manifest: given }) => {
    if (given === undefined) {
      return skipped('None was given to compare with.', 'Name it: npm run doctor -- --manifest <zip or manifest.json>');
    }
    const differences = differencesOf(settings, given);
    if (differences.length === 0) return pass(`Version ${given.version || '(none)'} is of this bot.`);
    const advice = 'Run npm run package with the settings of this deployment, and upload the new app package to Teams.';
    return failure(differences.join('\n'), advice);
  },
};

function differencesOf(
  settings: Settings,
  { bots, webApplicationInfo: sso, validDomains }: Manifest,
): readonly string[] {
  const { botId, aadAppClientId, publicUrl } = settings;
  const { host, hostname } = new URL(publicUrl);
  const known = validDomains.map((domain) => domain.toLowerCase());
  const differences = [
    bots.some((bot) => bot.botId.toLowerCase() === botId) ? '' : 'bots[].botId is not BOT_ID.',
    sso?.id.toLowerCase() === aadAppClientId ? '' : 'webApplicationInfo.id is not AAD_APP_CLIENT_ID.',
    sso?.resource.toLowerCase() === `api://botid-${botId}`
      ? ''
      : 'webApplicationInfo.resource is not api://botid-BOT_ID.',
    known.includes(host) || known.includes(hostname) ? '' : 'validDomains lacks the host of PUBLIC_URL.',
  ];
  return differences.filter((difference) => difference !== '');
}
