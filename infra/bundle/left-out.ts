/** Parts of packages that are loaded with the parts that the bot uses, although the bot never uses them. */
const LEFT_OUT: readonly RegExp[] = [
  // teams-ai routes activities for the bot. Its planners, models and sign-in are not used: see decision 0001.
  /^@microsoft\/teams-ai\/lib\/(AI|authentication\/Authentication)\.js$/,
  /^botbuilder-dialogs\//,
  // The bot sends with its own connector, and its gate checks tokens: see decisions 0002 and 0006.
  /^botbuilder\/lib\/(fileTranscriptStore|inspectionMiddleware|setSpeakMiddleware)\.js$/,
  /^botbuilder\/lib\/(teamsActivityHandler|teamsActivityHelpers|teamsInfo|botFrameworkHttpClient)\.js$/,
  /^botbuilder\/lib\/(skills\/index|teams\/index|sharepoint\/\w+|channelService\w+)\.js$/,
  /^botbuilder-core\/lib\/testAdapter\.js$/,
  /^botbuilder-stdlib\/lib\/azureCoreHttpCompat\.js$/,
  /^botframework-connector\/lib\/(emulatorApiClient|connectorApi\/connectorClient|tokenApi\/tokenApiClient)\.js$/,
  /^botframework-connector\/lib\/teams\//,
  /^botframework-connector\/lib\/auth\/(openIdMetadata|jwtTokenExtractor|botFrameworkClientImpl|emulatorValidation|skillValidation)\.js$/,
  /^botframework-connector\/lib\/auth\/(msal|certificate|managedIdentity)\w+\.js$/,
  /^@azure\/(identity|core-client|core-rest-pipeline|core-http-compat)\/dist\/commonjs\//,
  // The bot itself uses msal's other build.
  /^@azure\/msal-node\/lib\/msal-node\.cjs$/,
  /^(axios|cross-fetch|node-fetch|ws)\//,
  // The server has handlers of its own for what these plugins do.
  /^restify\/lib\/plugins\/(?!index\.js)\w+\.js$/,
  // The cards' expressions use texts, numbers and lists.
  /^(@xmldom\/xmldom|xpath|jspath|fast-xml-parser)\//,
  /^@microsoft\/recognizers-text-data-types-timex-expression\//,
  // What is refused is said in the bot's own words.
  /^zod\/v4\/locales\/index\.js$/,
  // The job queue's schedules are cron lines.
  /^rrule-temporal\//,
];

/** Names a file by its package, as `import` would: `botbuilder/lib/teamsInfo.js`. Undefined outside of packages. */
export function specifierOf(path: string): string | undefined {
  const from = path.lastIndexOf('node_modules/');
  return from < 0 ? undefined : path.slice(from + 'node_modules/'.length);
}

/** Whether a file of a package stays out of the bundle. */
export function isLeftOut(specifier: string): boolean {
  return LEFT_OUT.some((pattern) => pattern.test(specifier));
}

/** Returns what stands in for a file that is left out. It may be loaded, but reading something from it fails. */
export function standInFor(specifier: string): string {
  return `module.exports = new Proxy({}, {
  get(_, name) {
    if (name === '__esModule') return true;
    if (typeof name === 'symbol' || name === 'then') return undefined;
    throw new Error(${JSON.stringify(`${specifier} is not in the bundle, which was asked for its `)} + name);
  },
});
`;
}
