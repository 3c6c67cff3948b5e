// Where the container of the bot runs: in the network in which the database is reached.
param name string
param location string
param tags object
@description('A subnet that is delegated to Microsoft.App/environments.')
param subnetId string
param zoneRedundant bool
param workspaceId string
@description('Whether the log goes to the storage of heads as well.')
param keepsHeads bool
param headsAccountId string

resource containerEnvironment 'Microsoft.App/managedEnvironments@2026-01-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    vnetConfiguration: {
      infrastructureSubnetId: subnetId
      // Teams and people reach it from outside.
      internal: false
    }
    zoneRedundant: zoneRedundant
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
    // By way of the diagnostic settings below, which take no key of the workspace.
    appLogsConfiguration: {
      destination: 'azure-monitor'
    }
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: containerEnvironment
  name: 'workspace'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'ContainerAppConsoleLogs'
        enabled: true
      }
      {
        category: 'ContainerAppSystemLogs'
        enabled: true
      }
    ]
  }
}

resource heads 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (keepsHeads) {
  scope: containerEnvironment
  name: 'heads'
  properties: {
    storageAccountId: headsAccountId
    logs: [{ category: 'ContainerAppConsoleLogs', enabled: true }]
  }
}

output id string = containerEnvironment.id
@description('The host of a container app is <its name>.<this domain>.')
output domain string = containerEnvironment.properties.defaultDomain
