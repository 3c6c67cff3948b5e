/** What an echo is told about its world. The names are those of the bot's own settings. */
export const settings = {
  port: Number(required('PORT')),
  botId: required('BOT_ID'),
  secret: required('BOT_CLIENT_SECRET'),
  tenantId: required('TENANT_ID'),
  loginUrl: required('LOGIN_URL'),
  openIdMetadataUrl: required('BOT_OPENID_METADATA_URL'),
  tokenIssuer: required('BOT_TOKEN_ISSUER'),
};

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}
