import { z } from 'zod';
import type { Manifest } from './manifest.ts';
import { type Problem, problems } from './problem.ts';

/** The texts of an app in one language, as the manifest or a file of translations has them. */
export interface AppTexts {
  readonly file: string;
  readonly shortName: string;
  readonly shortDescription: string;
  readonly fullDescription: string;
}

/** From this version of the manifest on, an app in teams has to say which channels it supports. */
const CHANNEL_FEATURES_SINCE = [1, 25] as const;
/** https://learn.microsoft.com/microsoftteams/platform/build-apps-for-shared-private-channels */
const CHANNEL_MEMBERS = 'ChannelMember.Read.Group';
/** Tabs that Teams itself names. */
const RESERVED_TABS = ['conversations', 'about'];
/** Words that mark a test environment. They are searched for as whole words, unlike Teams' own check. */
const TEST_WORDS = /\b(alpha|beta|dev|local|preview|preprod|stag|staging|test|uat)\b/i;
const PRODUCTS = /\b(microsoft|ms ?teams|teams|office|outlook|sharepoint|onedrive|copilot)\b/i;

const LANGUAGE_TEXTS = z.looseObject({
  'name.short': z.string(),
  'description.short': z.string(),
  'description.full': z.string(),
});

/**
 * The rules that Teams applies when a package is uploaded and that its JSON schema does not know. infra/README.md lists
 * them with their sources.
 */
export function checkRules(manifest: Manifest): readonly Problem[] {
  return [
    ...problems('channels', checkChannels(manifest)),
    ...problems('version', checkVersion(manifest)),
    ...problems('schema', checkSchemaVersion(manifest)),
    ...problems('tabs', checkTabs(manifest)),
    ...checkTexts({
      file: 'manifest.json',
      shortName: manifest.name.short,
      shortDescription: manifest.description.short,
      fullDescription: manifest.description.full,
    }),
  ];
}

/** Checks the texts of one language by the rules of the manifest's own texts. A missing text is reported elsewhere, as a problem of the languages. */
export function checkLanguageTexts(file: string, content: unknown): readonly Problem[] {
  const { data } = LANGUAGE_TEXTS.safeParse(content);
  if (data === undefined) return [];
  return checkTexts({
    file,
    shortName: data['name.short'],
    shortDescription: data['description.short'],
    fullDescription: data['description.full'],
  });
}

function checkTexts({ file, shortName, shortDescription, fullDescription }: AppTexts): readonly Problem[] {
  const [word, product] = [TEST_WORDS.exec(shortName)?.[0], PRODUCTS.exec(shortName)?.[0]];
  const repeats = normal(fullDescription).includes(normal(shortDescription));
  return [
    ...problems('name', [
      ...(word === undefined ? [] : [`${file} has a short name with “${word}”, a word of a test environment: drop it`]),
      ...(product === undefined
        ? []
        : [`${file} has a short name with “${product}”, a product of Microsoft: use your own words`]),
    ]),
    ...problems(
      'description',
      repeats ? [`${file} repeats its short description in the full one: say it in other words, Teams shows both`] : [],
    ),
  ];
}

/** Teams' own words for this rule are in https://github.com/microsoft/o365-moodle/issues/3080. */
function checkChannels(manifest: Manifest): readonly string[] {
  const tabs = manifest.configurableTabs;
  const isInTeams = [...manifest.bots, ...tabs].some(({ scopes }) => scopes.includes('team'));
  if (!isInTeams || isBefore(manifest.manifestVersion, CHANNEL_FEATURES_SINCE)) return [];
  if (manifest.supportsChannelFeatures !== 'tier1')
    return [
      `manifest.json ${manifest.manifestVersion} is for teams but lacks "supportsChannelFeatures": "tier1": Teams refuses it, add it at the root`,
    ];
  const permissions = manifest.authorization?.permissions?.resourceSpecific ?? [];
  if (permissions.some(({ name }) => name === CHANNEL_MEMBERS)) return [];
  return [
    `manifest.json promises private and shared channels but does not ask for ${CHANNEL_MEMBERS}: Teams then tells the bot neither who is in them nor when that changes, add it to "resourceSpecific"`,
  ];
}

/** Prereleases are semantic versions, and yet Teams refuses them. */
function checkVersion({ version }: Manifest): readonly string[] {
  if (!/^\d+\.\d+\.\d+$/.test(version))
    return [`manifest.json has the version ${version}: write three numbers with dots between them, such as 1.2.0`];
  return version.startsWith('0.')
    ? [`manifest.json has the version ${version}, which begins with 0: begin with 1.0.0`]
    : [];
}

function checkSchemaVersion({ $schema, manifestVersion }: Manifest): readonly string[] {
  if ($schema?.includes(`/v${manifestVersion}/`) === true) return [];
  return [
    `manifest.json has manifestVersion ${manifestVersion}, but ${$schema ?? 'no $schema'}: let $schema name the same version`,
  ];
}

function checkTabs({ staticTabs }: Manifest): readonly string[] {
  return staticTabs.flatMap(({ entityId, name }) => {
    const isReserved = RESERVED_TABS.includes(entityId);
    if (isReserved && name !== undefined)
      return [`manifest.json names the tab ${entityId}, which Teams names itself: remove the name`];
    return isReserved || (name ?? '').trim() !== ''
      ? []
      : [`manifest.json has the tab ${entityId} without a name: add one`];
  });
}

function isBefore(version: string, [major, minor]: readonly [number, number]): boolean {
  const [own = 0, ownMinor = 0] = version.split('.').map(Number);
  return own < major || (own === major && ownMinor < minor);
}

function normal(text: string): string {
  return text.toLowerCase().replaceAll(/\s+/g, ' ').trim();
}
