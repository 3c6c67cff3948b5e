// The one place that hands the bot its settings. Every host gives them to its process; only the audit key is each host's
// own, because each has its own way to read a secret from Key Vault.
param cloud string
param publicUrl string
param botId string
param aadAppClientId string
param databaseUrl string
param insightsConnectionString string
param signInAuthContext string
param stepUpAuthContext string
param reminderTime string
param reminderTimeZone string
param mailFrom string
param signInReport bool
param signInLog bool
param apiCodes string
param apiTokenUrl string
param apiScope string
param apiTokenUrls string
param apiScopes string
param apiResources string
param teamName string
param supportName string
param supportContact string
param mfaGuideUrl string
param apiGuideUrl string
param auditRetentionDays string
@description('Settings of the bot that have no parameter of their own. None of them is in botSettings.')
param otherSettings object
@description('All names that otherSettings may have, each with an empty text.')
param knownOtherSettings object
@description('If it is false, the deployment is refused before anything is made: a name in settings is none of the bot.')
@allowed([true])
param everyOtherSettingIsKnown bool

// What bot/config/index.ts reads; there, an empty setting counts as not set. A test holds the two together.
var botSettings = {
  CLOUD: cloud
  PUBLIC_URL: publicUrl
  BOT_TYPE: 'UserAssignedMsi'
  BOT_ID: botId
  TENANT_ID: tenant().tenantId
  AAD_APP_CLIENT_ID: aadAppClientId
  AAD_APP_FEDERATED: 'true'
  DATABASE_URL: databaseUrl
  DATABASE_AUTH: 'entra'
  SIGN_IN_AUTH_CONTEXT: signInAuthContext
  STEP_UP_AUTH_CONTEXT: stepUpAuthContext
  REMINDER_TIME: reminderTime
  REMINDER_TIME_ZONE: reminderTimeZone
  MAIL_FROM: mailFrom
  SIGN_IN_REPORT: signInReport ? 'on' : 'off'
  SIGN_IN_LOG: signInLog ? 'on' : 'off'
  API_CODES: apiCodes
  API_TOKEN_URL: apiTokenUrl
  API_SCOPE: apiScope
  API_TOKEN_URLS: apiTokenUrls
  API_SCOPES: apiScopes
  API_RESOURCES: apiResources
  TEAM_NAME: teamName
  SUPPORT_NAME: supportName
  SUPPORT_CONTACT: supportContact
  MFA_GUIDE_URL: mfaGuideUrl
  API_GUIDE_URL: apiGuideUrl
  AUDIT_RETENTION_DAYS: auditRetentionDays
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
}

// What the packages read in every host.
var processSettings = {
  // The exporter would send Microsoft figures about itself.
  APPLICATION_INSIGHTS_NO_STATSBEAT: 'true'
  APPLICATIONINSIGHTS_SDKSTATS_DISABLED: 'true'
  // Node keeps what it has compiled for the next start.
  NODE_COMPILE_CACHE: '/tmp/node-compile-cache'
}
var all = union(everyOtherSettingIsKnown ? otherSettings : {}, botSettings, processSettings)

// A host that takes a list gets all names, and an empty text counts as not set. A test holds this list and `all` together.
var names = [
  'CLOUD'
  'PUBLIC_URL'
  'BOT_TYPE'
  'BOT_ID'
  'TENANT_ID'
  'AAD_APP_CLIENT_ID'
  'AAD_APP_FEDERATED'
  'DATABASE_URL'
  'DATABASE_AUTH'
  'SIGN_IN_AUTH_CONTEXT'
  'STEP_UP_AUTH_CONTEXT'
  'REMINDER_TIME'
  'REMINDER_TIME_ZONE'
  'MAIL_FROM'
  'SIGN_IN_REPORT'
  'SIGN_IN_LOG'
  'API_CODES'
  'API_TOKEN_URL'
  'API_SCOPE'
  'API_TOKEN_URLS'
  'API_SCOPES'
  'API_RESOURCES'
  'TEAM_NAME'
  'SUPPORT_NAME'
  'SUPPORT_CONTACT'
  'MFA_GUIDE_URL'
  'API_GUIDE_URL'
  'AUDIT_RETENTION_DAYS'
  'APPLICATIONINSIGHTS_CONNECTION_STRING'
  'HOST'
  'LOG_LEVEL'
  'TEAMS_APP_ID'
  'TEAMS_CATALOG_APP_ID'
  'STEP_UP_MINUTES'
  'SECRET_MESSAGE_MINUTES'
  'AUDIT_HEADS_FILE'
  'OTEL_EXPORTER_OTLP_ENDPOINT'
  'OTEL_EXPORTER_OTLP_HEADERS'
  'OTEL_METRIC_EXPORT_INTERVAL'
  'LOGIN_URL'
  'GRAPH_URL'
  'BOT_SERVICE_URLS'
  'BOT_CONNECTOR_AUDIENCE'
  'BOT_OPENID_METADATA_URL'
  'BOT_TOKEN_ISSUER'
  'TOKEN_EXCHANGE_AUDIENCE'
  'DATABASE_AUDIENCE'
  'TEAMS_URL'
  'TEAMS_HOSTS'
  'CLIENT_ORIGINS'
  'APPLICATION_INSIGHTS_NO_STATSBEAT'
  'APPLICATIONINSIGHTS_SDKSTATS_DISABLED'
  'NODE_COMPILE_CACHE'
]
var allOrEmpty = union(knownOtherSettings, all)

@description('By their names. Names of otherSettings that nobody gave are missing.')
output settings object = all
@description('As a list of name and value, without PORT, which a host that takes a list chooses itself.')
output list array = map(names, name => { name: name, value: '${allOrEmpty[name]}' })
