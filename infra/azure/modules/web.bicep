// The bot itself: one web app, and a slot beside it in which the next version starts before it takes over.
param name string
param location string
param tags object
param planSku string
@description('Id of a plan that is there already (Linux, with slots), or empty.')
param givenPlanId string
param instances int
param zoneRedundant bool
param subnetId string
param identityId string
param workspaceId string

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
param auditKeySecretUri string
param auditRetentionDays string
@description('Settings of the bot that have no parameter of their own. None of them is in botSettings.')
param otherSettings object
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
  AUDIT_KEY: empty(auditKeySecretUri) ? '' : '@Microsoft.KeyVault(SecretUri=${auditKeySecretUri})'
  AUDIT_RETENTION_DAYS: auditRetentionDays
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
}

// What App Service reads: https://learn.microsoft.com/azure/app-service/reference-app-settings
var platformSettings = {
  // The zip is mounted as it is; nothing is built or installed on the server.
  WEBSITE_RUN_FROM_PACKAGE: '1'
  SCM_DO_BUILD_DURING_DEPLOYMENT: 'false'
  // Not /readyz: the platform would end a process whose database is away, and with it the console for the doctor. If the
  // database answers, the bot listens only when it has reached it.
  WEBSITE_WARMUP_PATH: '/healthz'
  WEBSITE_WARMUP_STATUSES: '200'
  // A swap waits for database and keys, and stops if they are not reached.
  WEBSITE_SWAP_WARMUP_PING_PATH: '/readyz'
  WEBSITE_SWAP_WARMUP_PING_STATUSES: '200'
  // Seconds between SIGTERM and the end; 5 unless set. The bot finishes turns and jobs meanwhile.
  WEBSITES_CONTAINER_STOP_TIME_LIMIT: '60'
  // The exporter would send Microsoft figures about itself.
  APPLICATION_INSIGHTS_NO_STATSBEAT: 'true'
  APPLICATIONINSIGHTS_SDKSTATS_DISABLED: 'true'
  // Node keeps what it has compiled for the next start.
  NODE_COMPILE_CACHE: '/tmp/node-compile-cache'
}

// Both slots have these settings, and no setting sticks to a slot: a swap changes none, and need not restart a process.
var settings = union(everyOtherSettingIsKnown ? otherSettings : {}, botSettings, platformSettings)
var siteConfig = {
  linuxFxVersion: 'NODE|24-lts'
  // `exec`, so that SIGTERM reaches the bot and not the shell that started it.
  appCommandLine: 'exec node --enable-source-maps --max-semi-space-size=16 bot/main.js'
  alwaysOn: true
  http20Enabled: true
  minTlsVersion: '1.2'
  scmMinTlsVersion: '1.2'
  ftpsState: 'Disabled'
  remoteDebuggingEnabled: false
  // On Linux this keeps what the container writes, and the log stream shows it. It logs no requests.
  httpLoggingEnabled: true
  logsDirectorySizeLimit: 35
  // Not /readyz: a database that is down would have every instance replaced, which mends nothing.
  healthCheckPath: '/healthz'
}
var properties = {
  serverFarmId: empty(givenPlanId) ? plan.id : givenPlanId
  httpsOnly: true
  clientAffinityEnabled: false
  virtualNetworkSubnetId: subnetId
  keyVaultReferenceIdentity: identityId
  siteConfig: siteConfig
}
var identity = {
  type: 'UserAssigned'
  userAssignedIdentities: {
    '${identityId}': {}
  }
}
// Not AppServiceHTTPLogs: its lines hold the query of /sign-in/callback, and with it authorization codes.
var logCategories = ['AppServiceConsoleLogs', 'AppServicePlatformLogs', 'AppServiceAuditLogs']
var logs = [for category in logCategories: {
  category: category
  enabled: true
}]
var metrics = [
  {
    category: 'AllMetrics'
    enabled: true
  }
]

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = if (empty(givenPlanId)) {
  name: '${name}-plan'
  location: location
  tags: tags
  kind: 'linux'
  sku: {
    name: planSku
    capacity: instances
  }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

resource site 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: tags
  kind: 'app,linux'
  identity: identity
  properties: properties

  resource siteSettings 'config' = {
    name: 'appsettings'
    properties: settings
  }

  resource sitePublishing 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }

  resource siteFtp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
  }
}

resource slot 'Microsoft.Web/sites/slots@2024-04-01' = {
  parent: site
  name: 'staging'
  location: location
  tags: tags
  kind: 'app,linux'
  identity: identity
  properties: properties

  resource slotSettings 'config' = {
    name: 'appsettings'
    properties: settings
  }

  resource slotPublishing 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }

  resource slotFtp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
  }
}

resource siteLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: site
  name: 'workspace'
  properties: {
    workspaceId: workspaceId
    logs: logs
    metrics: metrics
  }
}

resource slotLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: slot
  name: 'workspace'
  properties: {
    workspaceId: workspaceId
    logs: logs
    metrics: metrics
  }
}

output siteId string = site.id
output hostName string = site.properties.defaultHostName
@description('Known when all of this module is there.')
output siteName string = site.name
