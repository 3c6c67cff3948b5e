// The half of a platform team: network, database server, workspace, vault and plan. The other half is main.bicep, with what
// this one puts out as its parameters: company.md, "Two teams".
targetScope = 'resourceGroup'

@description('First part of the names: a-z, 0-9 and hyphens.')
@minLength(3)
@maxLength(24)
param name string

param location string = resourceGroup().location

@description('On every resource that can have them.')
param tags object = {}

@description('CLOUD: the one of Microsoft\'s clouds that the tenant is in. For gccHigh and dod the resource group is in Azure Government. Teams in China supports no bots, so there is no such value.')
@allowed(['public', 'gcc', 'gccHigh', 'dod'])
param cloud string = 'public'

@description('What the bot runs on: a web app, or the container of container/README.md.')
@allowed(['AppService', 'ContainerApps'])
param hosting string = 'AppService'

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

@description('Object id of a group that may sign in to PostgreSQL as administrator; empty for none.')
param databaseAdminGroupId string = ''

param databaseAdminGroupName string = ''

@description('Range of the network, at least /25. It is not peered with anything.')
param networkPrefix string = '10.71.0.0/24'

@description('Ids of two subnets that are there already; empty: a network is made. The bot\'s has at least 64 addresses and is delegated to Microsoft.Web/serverFarms, or for Container Apps to Microsoft.App/environments.')
param webSubnetId string = ''

@description('Takes the private endpoint of PostgreSQL. Given together with webSubnetId.')
param databaseSubnetId string = ''

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

@description('Address that the alerts go to, such as that of no sweep in 26 hours; empty for none.')
param alertEmail string = ''

@description('Ids of existing action groups that are told too.')
param actionGroupIds array = []

@description('Name of the identity that the other half has made (its output identityName); empty the first time. With it, the identity administers the server and may read the key.')
param botIdentityName string = ''

@description('Its output identityPrincipalId. Given together with botIdentityName.')
param botIdentityPrincipalId string = ''

@description('Addresses from which people put the key of the audit record into the vault, as ranges: 203.0.113.0/24.')
param vaultAddresses array = []

var mailGroupId = resourceId('Microsoft.Insights/actionGroups', '${name}-mail')
var allTold = concat(actionGroupIds, empty(alertEmail) ? [] : [mailGroupId])

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

module network 'modules/network.bicep' = {
  name: 'network'
  params: {
    name: '${name}-network'
    location: location
    tags: tags
    addressPrefix: networkPrefix
    delegatedTo: hosting == 'ContainerApps' ? 'Microsoft.App/environments' : 'Microsoft.Web/serverFarms'
    serviceEndpoints: ['Microsoft.KeyVault']
    databaseZoneName: cloud == 'gccHigh' || cloud == 'dod' ? 'privatelink.postgres.database.usgovcloudapi.net' : 'privatelink.postgres.database.azure.com'
    givenWebSubnetId: webSubnetId
    givenDatabaseSubnetId: databaseSubnetId
    bothSubnetsAreGivenOrNone: empty(webSubnetId) == empty(databaseSubnetId)
    givenDatabaseZoneId: databaseZoneId
    makeZone: makeDatabaseZone
  }
}

module database 'modules/database.bicep' = {
  name: 'database'
  params: {
    serverName: '${name}-db-${databaseGeneration}'
    location: location
    tags: tags
    databaseName: 'credentials'
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
    identityName: botIdentityName
    identityPrincipalId: botIdentityPrincipalId
    botIsAdmin: !empty(botIdentityPrincipalId)
    adminGroupId: databaseAdminGroupId
    adminGroupName: databaseAdminGroupName
    // Nobody could ever use, or mend, a server that nobody administers.
    somebodyAdministersTheServer: !empty(botIdentityPrincipalId) || !empty(databaseAdminGroupId)
    secondServerHasItsTier: databaseHighAvailability == 'Disabled' || databaseTier != 'Burstable'
    restoreHasItsTime: empty(restoreFrom) == empty(restoreTime)
    theGroupHasItsName: empty(databaseAdminGroupId) || !empty(databaseAdminGroupName)
    workspaceId: workspace.outputs.id
    told: allTold
  }
  dependsOn: [told]
}

module plan 'modules/plan.bicep' = if (hosting == 'AppService' && empty(planId)) {
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

module vault 'modules/vault.bicep' = {
  name: 'vault'
  params: {
    // At most 24 letters, digits and hyphens; the first one is a letter.
    name: take('kv${uniqueString(resourceGroup().id, name)}', 24)
    location: location
    tags: tags
    subnetId: network.outputs.webSubnetId
    addresses: vaultAddresses
    identityPrincipalId: botIdentityPrincipalId
  }
}

// The parameters of the other half. A test holds the names together.
output webSubnetId string = network.outputs.webSubnetId
output databaseHost string = database.outputs.host
output logWorkspaceId string = workspace.outputs.id
@description('Empty for Container Apps, which need no plan.')
output planId string = hosting == 'AppService' && empty(planId) ? plan!.outputs.id : planId
@description('There is no key yet: people make it.')
output auditKeySecretUri string = vault.outputs.auditKeySecretUri
@description('For the rehearsal of a restore.')
output databaseServerId string = database.outputs.serverId
