// The bot itself on App Service: one web app, and a slot beside it in which the next version starts before it takes over.
param name string
param location string
param tags object
@description('A plan for Linux, with slots.')
param planId string
param subnetId string
param identityId string
param workspaceId string
@description('Whether the log goes to the storage of heads as well.')
param keepsHeads bool
param headsAccountId string

@description('The rules of App Service about who may call; empty: everybody.')
param callerRules array
@description('Ranges of addresses from which the console and the deployment can be reached. Nobody else reaches them.')
@maxLength(8)
param consoleAddresses array

@description('What the process reads: settings.bicep makes them.')
param botSettings object
@description('Key Vault secret (its URI) that holds AUDIT_KEY, or empty.')
param auditKeySecretUri string

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
}
var auditKey = {
  AUDIT_KEY: empty(auditKeySecretUri) ? '' : '@Microsoft.KeyVault(SecretUri=${auditKeySecretUri})'
}

// Both slots have these settings, and no setting sticks to a slot: a swap changes none, and need not restart a process.
var settings = union(botSettings, auditKey, platformSettings)
var consoleRules = empty(consoleAddresses)
  ? []
  : [{ name: 'console', action: 'Allow', priority: 100, tag: 'Default', ipAddress: join(consoleAddresses, ',') }]
var siteConfig = {
  linuxFxVersion: 'NODE|24-lts'
  // `exec`, so that SIGTERM reaches the bot and not the shell that started it.
  appCommandLine: 'exec node --enable-source-maps --max-semi-space-size=16 bot/main.js'
  alwaysOn: true
  http20Enabled: true
  minTlsVersion: '1.2'
  scmMinTlsVersion: '1.2'
  ftpsState: 'Disabled'
  ipSecurityRestrictions: callerRules
  ipSecurityRestrictionsDefaultAction: empty(callerRules) ? 'Allow' : 'Deny'
  // See decision 0054: the deployment is closed, and a release opens it.
  scmIpSecurityRestrictionsUseMain: false
  scmIpSecurityRestrictions: consoleRules
  scmIpSecurityRestrictionsDefaultAction: 'Deny'
  remoteDebuggingEnabled: false
  // On Linux this keeps what the container writes, and the log stream shows it. It logs no requests.
  httpLoggingEnabled: true
  logsDirectorySizeLimit: 35
  // Not /readyz: a database that is down would have every instance replaced, which mends nothing.
  healthCheckPath: '/healthz'
}
var properties = {
  serverFarmId: planId
  httpsOnly: true
  publicNetworkAccess: 'Enabled'
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

resource siteHeads 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (keepsHeads) {
  scope: site
  name: 'heads'
  properties: {
    storageAccountId: headsAccountId
    logs: [{ category: 'AppServiceConsoleLogs', enabled: true }]
  }
}

// The slots change places in a swap.
resource slotHeads 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (keepsHeads) {
  scope: slot
  name: 'heads'
  properties: {
    storageAccountId: headsAccountId
    logs: [{ category: 'AppServiceConsoleLogs', enabled: true }]
  }
}

output siteId string = site.id
