// All that the bot needs in one resource group, and its registration in Entra. README.md is the way through it.
targetScope = 'resourceGroup'

@description('Name of the web app or container app, and first part of the other names: a-z, 0-9 and hyphens. That of a web app is unique in Azure.')
@minLength(3)
@maxLength(24)
param name string

@description('Name that people see.')
param displayName string = 'API Credentials'

param location string = resourceGroup().location

@description('On every resource that can have them.')
param tags object = {}

@description('CLOUD: the one of Microsoft\'s clouds that the tenant is in. For gccHigh and dod the resource group is in Azure Government. Teams in China supports no bots, so there is no such value.')
@allowed(['public', 'gcc', 'gccHigh', 'dod'])
param cloud string = 'public'

@description('What the bot runs on: a web app, or the container of container/README.md.')
@allowed(['AppService', 'ContainerApps'])
param hosting string = 'AppService'

@description('The image for Container Apps within the registry, with a tag or a digest: api-credentials:1.0.0. Empty: all is made but the app, so that there is a registry for the first image.')
param containerImage string = ''

@description('The image that the doctor runs in before a release brings it to the bot, as infra/pipelines/azure.sh does; empty for that of the bot.')
param doctorImage string = ''

@description('Ids of checks that the doctor of Container Apps leaves out too, with commas between them: sweep,owners. azure.sh takes them from DOCTOR_WITHOUT.')
param doctorWithout string = ''

@description('Login server of a registry that is there already, and from which the identity of the bot may pull; empty: one is made.')
param containerRegistry string = ''

@description('Host of PUBLIC_URL; empty for that of the web app or container app. A domain of your own is bound to it by hand.')
param publicHost string = ''

@description('Who may call the bot: everybody, or only Teams and the Bot Service, and people at peopleAddresses. The bot itself proves each caller in either case.')
@allowed(['everybody', 'named'])
param callers string = 'everybody'

@description('Ranges from which people open the sign-in pages, if callers are named: 203.0.113.0/24.')
@maxLength(8)
param peopleAddresses array = []

@description('Ranges that Teams sends messages from: https://learn.microsoft.com/microsoft-365/enterprise/urls-and-ip-address-ranges')
@maxLength(8)
param teamsAddresses array = ['52.112.0.0/14', '52.122.0.0/15']

@description('Id of the Front Door that all calls come through, if callers are named (az afd profile show --query frontDoorId); empty for none. Only for a web app. publicHost is then the host of the Front Door, and a WAF there says who may call.')
param frontDoorId string = ''

@description('Ranges from which people reach the console and the deployment of the web app. Nobody else reaches them, but for the pipeline during a release.')
@maxLength(8)
param consoleAddresses array = []

@description('SIGN_IN_AUTH_CONTEXT: what proves MFA when a person reads. `policy`: the Conditional Access policy on the registration; c1 to c99: this authentication context. See README.md, step 4.')
@minLength(2)
@maxLength(6)
param signInAuthContext string

@description('STEP_UP_AUTH_CONTEXT: the authentication context that a change asks for, c1 to c99; `none` in a tenant without Entra ID P1: then a change takes a fresh sign-in, and nothing proves MFA.')
@minLength(2)
@maxLength(4)
param stepUpAuthContext string

@description('When the daily sweep runs, HH:MM.')
param reminderTime string = '08:00'

@description('IANA name of the zone that days are counted in.')
param reminderTimeZone string = 'UTC'

@description('Mailbox that e-mails come from; empty for none. Exchange has to allow it: see README.md.')
param mailFrom string = ''

@description('Whether rotations show when a secret was last used. Takes AuditLog.Read.All, and a P1 licence.')
param signInReport bool = false

@description('Whether rotations confirm themselves and managers hear when a system is refused. Takes AuditLog.Read.All, and a P1 licence.')
param signInLog bool = false

@description('Whether the doctor may read the Conditional Access policies of the tenant. Takes Policy.Read.All.')
param readPolicies bool = false

@description('Whether the bot may read whose account is disabled. Takes User.Read.All.')
param readAccounts bool = false

@description('The APIs, by the codes that names of applications end with: DM=Data Manager; …; empty for the two of the guide.')
param apiCodes string = ''

@description('Where partners ask for a token, for help; empty for the tenant.')
param apiTokenUrl string = ''

@description('For which scope, where apiScopes names none; empty for an example that no API answers to.')
param apiScope string = ''

@description('Where partners ask for a token for one API in one environment, if not at apiTokenUrl: SMC/sandbox=https://…, several separated by commas.')
param apiTokenUrls string = ''

@description('The scope of each API in each environment: DM/production=…, DM/sandbox=…, SMC/production=…, SMC/sandbox=….')
param apiScopes string = ''

@description('The client ID of each API in each environment: DM/production=…, SMC/sandbox=…. With it, cards read from the permissions what an application may reach.')
param apiResources string = ''

@description('What cards call the team that creates applications and assigns the role; empty for the default.')
param teamName string = ''

@description('What cards call support, within a sentence, such as "the service desk"; empty for "support".')
param supportName string = ''

@description('Mail address or https page of support; empty for none.')
param supportContact string = ''

@description('The https page about setting up multi-factor authentication; empty for none.')
param mfaGuideUrl string = ''

@description('The https page about calling the API with a token; empty for none.')
param apiGuideUrl string = ''

@description('Key Vault secret (its URI) that holds AUDIT_KEY; empty: heads of the record are not signed, only logged.')
param auditKeySecretUri string = ''

@description('From 30, in days; empty: all of the record is kept.')
param auditRetentionDays string = ''

@description('Settings of the bot that have no parameter of their own, by their names: { STEP_UP_MINUTES: \'15\' }. infra/README.md says what each is for. A name that is not here is refused. What is set by hand in the portal is gone after the next deployment. For a secret give a reference to Key Vault: @Microsoft.KeyVault(SecretUri=…).')
param settings object = {}

@description('Whether Graph permissions are granted here, which takes a Privileged Role Administrator; else see README.md.')
param grantPermissions bool = true

@description('Size of the App Service plan; slots take S1, P0v3 or larger. It runs two processes during a deployment.')
param planSku string = 'P0v3'

@minValue(1)
param instances int = 1

@description('Whether the instances are spread over the zones of the region. Takes a size of the generation P v3 or newer, and two instances or more.')
param zoneRedundant bool = false

param databaseSku string = 'Standard_B1ms'

@allowed(['Burstable', 'GeneralPurpose', 'MemoryOptimized'])
param databaseTier string = 'Burstable'

@description('Size of a new disk in GB. The disk grows by itself and cannot shrink: for a server that exists, give its present size, as infra/pipelines/azure.sh does.')
@minValue(32)
param databaseStorageGb int = 32

@minValue(7)
@maxValue(35)
param backupRetentionDays int = 14

@description('Whether backups are copied to the paired region too. Can be chosen only when a server is created.')
param geoRedundantBackup bool = false

@description('A second server that takes over by itself: in the same zone or in another one. Takes the tier GeneralPurpose or MemoryOptimized.')
@allowed(['Disabled', 'SameZone', 'ZoneRedundant'])
param databaseHighAvailability string = 'Disabled'

@description('The window in which Azure maintains the server: 0 (Sunday) to 6; -1 leaves the choice to Azure.')
@minValue(-1)
@maxValue(6)
param databaseMaintenanceDay int = -1

@description('The hour at which that window begins, UTC.')
@minValue(0)
@maxValue(23)
param databaseMaintenanceHour int = 2

@description('Part of the name of the server. A restore makes a new server: give it another number.')
@minValue(1)
param databaseGeneration int = 1

@description('Id of the server whose backup a new server starts from; empty for a new database.')
param restoreFrom string = ''

@description('The moment to restore, as 2026-05-04T10:00:00Z; needed with restoreFrom.')
param restoreTime string = ''

@description('GeoRestore: in the paired region, from a copied backup. This is the second region: it is no running copy.')
@allowed(['PointInTimeRestore', 'GeoRestore'])
param restoreMode string = 'PointInTimeRestore'

@description('Whether the identity of the bot administers the PostgreSQL server. If not, name a group, which gives it a role.')
param botIsDatabaseAdmin bool = true

@description('Object id of a group that may sign in to PostgreSQL as administrator; empty for none.')
param databaseAdminGroupId string = ''

param databaseAdminGroupName string = ''

@description('Range of the network, at least /25. It is not peered with anything.')
param networkPrefix string = '10.71.0.0/24'

@description('Ids of two subnets that are there already; empty: a network is made. The bot\'s has at least 64 addresses and is delegated to Microsoft.Web/serverFarms, or for Container Apps to Microsoft.App/environments.')
param webSubnetId string = ''

@description('Takes the private endpoint of PostgreSQL. Given together with webSubnetId.')
param databaseSubnetId string = ''

@description('Host of a PostgreSQL server that is there already, in the network of webSubnetId, such as that of platform.bicep; empty: one is made. All parameters of the database then have no meaning.')
param databaseHost string = ''

@description('Id of the private DNS zone of PostgreSQL that is there already, linked to the network; empty: one is made.')
param databaseZoneId string = ''

@description('false: no zone is made, because a policy of the company forbids it and gives private endpoints their names by itself.')
param makeDatabaseZone bool = true

@description('Id of a Log Analytics workspace in the same region that is there already; empty: one is made. logRetentionDays then has no meaning.')
param logWorkspaceId string = ''

@description('Id of an App Service plan in the same region that is there already (Linux, with slots); empty: one is made. planSku and instances then have no meaning.')
param planId string = ''

@description('How long logs are kept, and with them the heads of the audit record.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 90

@description('Whether the log, and with it the heads of the record, is kept in a storage where nobody can change it.')
param immutableHeads bool = false

@description('For so many days it cannot be changed. Choose as long as the record is kept: auditRetentionDays.')
@minValue(1)
@maxValue(146000)
param immutableHeadsDays int = 3650

@description('Address that the alerts go to, such as that of no sweep in 26 hours; empty for none.')
param alertEmail string = ''

@description('Ids of existing action groups that are told too.')
param actionGroupIds array = []

@description('F0 costs nothing: Teams is a standard channel, without a limit of messages.')
@allowed(['F0', 'S1'])
param botSku string = 'F0'

// What has another name in the cloud of the government. bot/config/clouds.ts has what the bot itself uses; a test compares.
var world = {
  webDomain: 'azurewebsites.net'
  databaseZone: 'privatelink.postgres.database.azure.com'
  tokenExchangeAudience: 'api://AzureADTokenExchange'
}
var government = {
  webDomain: 'azurewebsites.us'
  databaseZone: 'privatelink.postgres.database.usgovcloudapi.net'
  tokenExchangeAudience: 'api://AzureADTokenExchangeUSGov'
  // Without a word about it, the bot's channel is that of its own cloud.
  teamsDeployment: ''
}
var clouds = {
  public: union(world, { teamsDeployment: 'CommercialDeployment' })
  gcc: union(world, { teamsDeployment: 'GCCModerateDeployment' })
  gccHigh: government
  dod: government
}
var inContainers = hosting == 'ContainerApps'
// The platform team has it in its half: platform.bicep.
var makesDatabase = empty(databaseHost)
var mailGroupId = resourceId('Microsoft.Insights/actionGroups', '${name}-mail')
var allTold = concat(actionGroupIds, empty(alertEmail) ? [] : [mailGroupId])
var databaseName = 'credentials'
// Names of storage accounts and registries are a-z and 0-9, and unique in Azure.
var plainName = take('${replace(name, '-', '')}${uniqueString(resourceGroup().id)}', 24)
// The names that the parameter settings may have.
var otherSettings = {
  PORT: ''
  HOST: ''
  LOG_LEVEL: ''
  TEAMS_APP_ID: ''
  TEAMS_CATALOG_APP_ID: ''
  STEP_UP_MINUTES: ''
  SECRET_MESSAGE_MINUTES: ''
  AUDIT_HEADS_FILE: ''
  OTEL_EXPORTER_OTLP_ENDPOINT: ''
  OTEL_EXPORTER_OTLP_HEADERS: ''
  OTEL_METRIC_EXPORT_INTERVAL: ''
  LOGIN_URL: ''
  GRAPH_URL: ''
  BOT_SERVICE_URLS: ''
  BOT_CONNECTOR_AUDIENCE: ''
  BOT_OPENID_METADATA_URL: ''
  BOT_TOKEN_ISSUER: ''
  TOKEN_EXCHANGE_AUDIENCE: ''
  DATABASE_AUDIENCE: ''
  TEAMS_URL: ''
  TEAMS_HOSTS: ''
  CLIENT_ORIGINS: ''
}

module identity 'modules/identity.bicep' = {
  name: 'identity'
  params: {
    name: '${name}-identity'
    location: location
    tags: tags
  }
}

module told 'modules/told.bicep' = {
  name: 'told'
  params: {
    name: '${name}-mail'
    tags: tags
    alertEmail: alertEmail
  }
}

module workspace 'modules/workspace.bicep' = {
  name: 'workspace'
  params: {
    name: '${name}-logs'
    location: location
    tags: tags
    retentionDays: logRetentionDays
    givenId: logWorkspaceId
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    name: '${name}-logs'
    location: location
    tags: tags
    workspaceId: workspace.outputs.id
    identityPrincipalId: identity.outputs.principalId
  }
}

module network 'modules/network.bicep' = {
  name: 'network'
  params: {
    name: '${name}-network'
    location: location
    tags: tags
    addressPrefix: networkPrefix
    delegatedTo: inContainers ? 'Microsoft.App/environments' : 'Microsoft.Web/serverFarms'
    serviceEndpoints: []
    databaseZoneName: clouds[cloud].databaseZone
    givenWebSubnetId: webSubnetId
    givenDatabaseSubnetId: databaseSubnetId
    bothSubnetsAreGivenOrNone: makesDatabase ? empty(webSubnetId) == empty(databaseSubnetId) : !empty(webSubnetId)
    givenDatabaseZoneId: databaseZoneId
    makeZone: makesDatabase && makeDatabaseZone
  }
}

module heads 'modules/heads.bicep' = {
  name: 'heads'
  params: {
    name: plainName
    location: location
    tags: tags
    category: inContainers ? 'ContainerAppConsoleLogs' : 'AppServiceConsoleLogs'
    enabled: immutableHeads
    days: immutableHeadsDays
  }
}

module containerEnvironment 'container/environment.bicep' = if (inContainers) {
  name: 'environment'
  params: {
    name: '${name}-environment'
    location: location
    tags: tags
    subnetId: network.outputs.webSubnetId
    zoneRedundant: zoneRedundant
    workspaceId: workspace.outputs.id
    keepsHeads: immutableHeads
    headsAccountId: heads.outputs.accountId
  }
}

module address 'modules/address.bicep' = {
  name: 'address'
  params: {
    publicHost: publicHost
    name: name
    domain: inContainers ? containerEnvironment!.outputs.domain : (clouds[cloud].webDomain)
  }
}

module registration 'modules/registration.bicep' = {
  name: 'registration'
  params: {
    name: name
    displayName: displayName
    publicUrl: address.outputs.publicUrl
    botId: identity.outputs.clientId
    identityPrincipalId: identity.outputs.principalId
    signInReport: signInReport
    signInLog: signInLog
    readPolicies: readPolicies
    readAccounts: readAccounts
    grantPermissions: grantPermissions
    tokenExchangeAudience: clouds[cloud].tokenExchangeAudience
  }
}

module database 'modules/database.bicep' = if (makesDatabase) {
  name: 'database'
  params: {
    serverName: '${name}-db-${databaseGeneration}'
    location: location
    tags: tags
    databaseName: databaseName
    sku: databaseSku
    tier: databaseTier
    storageGb: databaseStorageGb
    backupRetentionDays: backupRetentionDays
    geoRedundantBackup: geoRedundantBackup
    highAvailability: databaseHighAvailability
    maintenanceDay: databaseMaintenanceDay
    maintenanceHour: databaseMaintenanceHour
    restoreFrom: restoreFrom
    restoreTime: restoreTime
    restoreMode: restoreMode
    subnetId: network.outputs.databaseSubnetId
    zoneId: network.outputs.databaseZoneId
    identityName: identity.outputs.name
    identityPrincipalId: identity.outputs.principalId
    botIsAdmin: botIsDatabaseAdmin
    adminGroupId: databaseAdminGroupId
    adminGroupName: databaseAdminGroupName
    // Nobody could ever use, or mend, a server that nobody administers.
    somebodyAdministersTheServer: botIsDatabaseAdmin || !empty(databaseAdminGroupId)
    secondServerHasItsTier: databaseHighAvailability == 'Disabled' || databaseTier != 'Burstable'
    restoreHasItsTime: empty(restoreFrom) == empty(restoreTime)
    theGroupHasItsName: empty(databaseAdminGroupId) || !empty(databaseAdminGroupName)
    workspaceId: workspace.outputs.id
    told: allTold
  }
  dependsOn: [told]
}

module processSettings 'modules/settings.bicep' = {
  name: 'settings'
  params: {
    cloud: cloud
    publicUrl: address.outputs.publicUrl
    botId: identity.outputs.clientId
    aadAppClientId: registration.outputs.appId
    // The user is the identity's name; the password is a token that the bot fetches for each connection.
    databaseUrl: 'postgresql://${identity.outputs.name}@${makesDatabase ? database!.outputs.host : databaseHost}:5432/${databaseName}?sslmode=verify-full'
    insightsConnectionString: monitoring.outputs.connectionString
    signInAuthContext: signInAuthContext
    stepUpAuthContext: stepUpAuthContext
    reminderTime: reminderTime
    reminderTimeZone: reminderTimeZone
    mailFrom: mailFrom
    signInReport: signInReport
    signInLog: signInLog
    apiCodes: apiCodes
    apiTokenUrl: apiTokenUrl
    apiScope: apiScope
    apiTokenUrls: apiTokenUrls
    apiScopes: apiScopes
    apiResources: apiResources
    teamName: teamName
    supportName: supportName
    supportContact: supportContact
    mfaGuideUrl: mfaGuideUrl
    apiGuideUrl: apiGuideUrl
    auditRetentionDays: auditRetentionDays
    otherSettings: settings
    knownOtherSettings: otherSettings
    everyOtherSettingIsKnown: length(union(otherSettings, settings)) == length(otherSettings)
  }
}

module callerRules 'modules/callers.bicep' = {
  name: 'callers'
  params: {
    callers: callers
    teamsAddresses: teamsAddresses
    peopleAddresses: peopleAddresses
    frontDoorId: frontDoorId
    somebodyCanSignIn: callers == 'everybody' || !empty(peopleAddresses) || !empty(frontDoorId)
    frontDoorIsBeforeWebApp: !inContainers || empty(frontDoorId)
  }
}

module plan 'modules/plan.bicep' = if (!inContainers && empty(planId)) {
  name: 'plan'
  params: {
    name: '${name}-plan'
    location: location
    tags: tags
    sku: planSku
    instances: instances
    zoneRedundant: zoneRedundant
  }
}

module web 'modules/web.bicep' = if (!inContainers) {
  name: 'web'
  params: {
    name: name
    location: location
    tags: tags
    planId: empty(planId) ? plan!.outputs.id : planId
    subnetId: network.outputs.webSubnetId
    identityId: identity.outputs.id
    workspaceId: workspace.outputs.id
    keepsHeads: immutableHeads
    headsAccountId: heads.outputs.accountId
    callerRules: callerRules.outputs.webRules
    consoleAddresses: consoleAddresses
    botSettings: processSettings.outputs.settings
    auditKeySecretUri: auditKeySecretUri
  }
}

module registry 'container/registry.bicep' = if (inContainers && empty(containerRegistry)) {
  name: 'registry'
  params: {
    name: plainName
    location: location
    tags: tags
    identityPrincipalId: identity.outputs.principalId
  }
}

module containerApp 'container/app.bicep' = if (inContainers) {
  name: 'app'
  params: {
    name: name
    location: location
    tags: tags
    environmentId: containerEnvironment!.outputs.id
    registry: empty(containerRegistry) ? registry!.outputs.server : containerRegistry
    image: containerImage
    replicas: instances
    doctorImage: empty(doctorImage) ? containerImage : doctorImage
    doctorWithout: doctorWithout
    callerRules: callerRules.outputs.containerRules
    identityId: identity.outputs.id
    botSettings: processSettings.outputs.list
    auditKeySecretUri: auditKeySecretUri
  }
}

module bot 'modules/bot.bicep' = {
  name: 'bot'
  params: {
    name: '${name}-bot'
    displayName: displayName
    tags: tags
    sku: botSku
    endpoint: '${address.outputs.publicUrl}/api/messages'
    teamsDeployment: clouds[cloud].teamsDeployment
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    workspaceId: workspace.outputs.id
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  params: {
    name: name
    location: location
    tags: tags
    workspaceId: workspace.outputs.id
    appId: inContainers ? containerApp!.outputs.appId : (web!.outputs.siteId)
    inContainers: inContainers
    watchesAnswers: !inContainers || !empty(containerImage)
    signInLog: signInLog
    told: allTold
  }
  dependsOn: [told]
}

@description('PUBLIC_URL, for the app package and the doctor.')
output publicUrl string = address.outputs.publicUrl
@description('CLOUD.')
output cloud string = cloud
@description('BOT_ID.')
output botId string = identity.outputs.clientId
output tenantId string = tenant().tenantId
@description('AAD_APP_CLIENT_ID.')
output aadAppClientId string = registration.outputs.appId
@description('Object id of the service principal: it becomes owner of the applications, and gets the mailbox.')
output servicePrincipalId string = registration.outputs.principalId
@description('The app role Credentials.Admin.')
output adminRoleId string = registration.outputs.adminRoleId
output identityName string = identity.outputs.name
output identityId string = identity.outputs.id
output identityPrincipalId string = identity.outputs.principalId
@description('Empty if the server is that of the platform.')
output databaseServerId string = makesDatabase ? database!.outputs.serverId : ''
output databaseHost string = makesDatabase ? database!.outputs.host : databaseHost
output webAppName string = name
@description('What the bot runs on, for the pipeline.')
output hosting string = hosting
@description('Whether everybody may call: if not, the pipeline opens the web app for itself during a release.')
output callers string = callers
@description('Login server of the registry; empty for a web app.')
output registry string = !inContainers ? '' : empty(containerRegistry) ? registry!.outputs.server : containerRegistry
output workspaceId string = workspace.outputs.id
@description('SIGN_IN_AUTH_CONTEXT and STEP_UP_AUTH_CONTEXT, for the doctor.')
output signInAuthContext string = signInAuthContext
output stepUpAuthContext string = stepUpAuthContext
