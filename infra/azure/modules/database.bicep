// PostgreSQL that knows Entra identities only, and is reached through its private endpoint only.
param serverName string
param location string
param tags object
param databaseName string
param sku string
param tier string
param storageGb int
param backupRetentionDays int
param geoRedundantBackup bool
param highAvailability string
@description('0 (Sunday) to 6; -1 leaves it to Azure.')
param maintenanceDay int
param maintenanceHour int
@description('Empty for a new database; else the id of the server that a restore takes its backup from.')
param restoreFrom string
@description('The moment that is restored, UTC.')
param restoreTime string
param restoreMode string
param subnetId string
param zoneId string
param identityName string
param identityPrincipalId string
@description('Whether the identity administers the server; else the group gives it a role: see README.md. Without an identity it is false.')
param botIsAdmin bool
@description('A group whose members may sign in as administrators, or empty.')
param adminGroupId string
param adminGroupName string
@description('If it is false, the deployment is refused before anything is made: let the bot administer the server, or name a group.')
@allowed([true])
param somebodyAdministersTheServer bool
@description('If it is false, the deployment is refused: PostgreSQL wants the display name of the group beside its id.')
@allowed([true])
param theGroupHasItsName bool
@description('If it is false, the deployment is refused: the tier Burstable has no second server.')
@allowed([true])
param secondServerHasItsTier bool
@description('If it is false, the deployment is refused: a restore needs the moment, as 2026-05-04T10:00:00Z.')
@allowed([true])
param restoreHasItsTime bool
param workspaceId string
@description('Ids of action groups that are told when the disk is nearly full.')
param told array

var source = empty(restoreFrom) || !restoreHasItsTime ? {} : { sourceServerResourceId: restoreFrom, pointInTimeUTC: restoreTime }
var creation = { createMode: empty(restoreFrom) ? 'Default' : restoreMode }

var maintenanceWindow = maintenanceDay == -1
  ? { customWindow: 'Disabled' }
  : { customWindow: 'Enabled', dayOfWeek: maintenanceDay, startHour: maintenanceHour, startMinute: 0 }

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2025-08-01' = {
  name: serverName
  location: location
  tags: tags
  sku: {
    name: sku
    tier: tier
  }
  properties: union(creation, source, {
    version: '17'
    authConfig: {
      activeDirectoryAuth: 'Enabled'
      passwordAuth: 'Disabled'
      tenantId: tenant().tenantId
    }
    network: {
      publicNetworkAccess: 'Disabled'
    }
    storage: {
      storageSizeGB: storageGb
      autoGrow: 'Enabled'
    }
    backup: {
      backupRetentionDays: backupRetentionDays
      geoRedundantBackup: geoRedundantBackup ? 'Enabled' : 'Disabled'
    }
    highAvailability: {
      mode: secondServerHasItsTier ? highAvailability : 'Disabled'
    }
    maintenanceWindow: maintenanceWindow
  })
}

// One after the other: the server refuses a second change while one is under way.
resource requireTls 'Microsoft.DBforPostgreSQL/flexibleServers/configurations@2025-08-01' = {
  parent: server
  name: 'require_secure_transport'
  properties: {
    value: 'on'
    source: 'user-override'
  }
}

resource leastTls 'Microsoft.DBforPostgreSQL/flexibleServers/configurations@2025-08-01' = {
  parent: server
  name: 'ssl_min_protocol_version'
  properties: {
    value: 'TLSv1.2'
    source: 'user-override'
  }
  dependsOn: [requireTls]
}

// The bot brings its own tables forward, in a network where nobody else can run SQL. What keeps the audit record honest
// against an administrator is written outside the database.
resource botAdmin 'Microsoft.DBforPostgreSQL/flexibleServers/administrators@2025-08-01' = if (botIsAdmin && somebodyAdministersTheServer) {
  parent: server
  name: empty(identityPrincipalId) ? 'none' : identityPrincipalId
  properties: {
    principalName: identityName
    principalType: 'ServicePrincipal'
    tenantId: tenant().tenantId
  }
  dependsOn: [leastTls]
}

resource groupAdmin 'Microsoft.DBforPostgreSQL/flexibleServers/administrators@2025-08-01' = if (!empty(adminGroupId) && theGroupHasItsName) {
  parent: server
  name: empty(adminGroupId) ? 'none' : adminGroupId
  properties: {
    principalName: adminGroupName
    principalType: 'Group'
    tenantId: tenant().tenantId
  }
  dependsOn: [leastTls, botAdmin]
}

resource database 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2025-08-01' = {
  parent: server
  name: databaseName
  properties: {
    charset: 'UTF8'
    collation: 'en_US.utf8'
  }
  dependsOn: [leastTls, botAdmin, groupAdmin]
}

resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: '${serverName}-endpoint'
  location: location
  tags: tags
  properties: {
    subnet: {
      id: subnetId
    }
    privateLinkServiceConnections: [
      {
        name: 'postgresql'
        properties: {
          privateLinkServiceId: server.id
          groupIds: ['postgresqlServer']
        }
      }
    ]
  }
  dependsOn: [database]

  resource names 'privateDnsZoneGroups' = if (!empty(zoneId)) {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: 'postgresql'
          properties: {
            privateDnsZoneId: zoneId
          }
        }
      ]
    }
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: server
  name: 'workspace'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'PostgreSQLLogs'
        enabled: true
      }
    ]
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}

resource diskAlert 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: '${serverName}-disk'
  location: 'global'
  tags: tags
  properties: {
    description: 'The disk of the database is nearly full: more than 85 % are used. The server grows its disk by itself, if it may.'
    severity: 2
    enabled: true
    scopes: [server.id]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'disk'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.DBforPostgreSQL/flexibleServers'
          metricName: 'storage_percent'
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: 85
        }
      ]
    }
    actions: [for id in told: {
      actionGroupId: id
    }]
  }
}

output host string = server.properties.fullyQualifiedDomainName
output serverId string = server.id
