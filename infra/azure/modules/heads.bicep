// The log of the bot, and with it the heads of the audit record, where nobody can change them: not the administrator of
// the database, and not that of the workspace.
param name string
param location string
param tags object
@description('The category of the log, which is a part of the container\'s name.')
param category string
@description('Whether there is such a storage at all.')
param enabled bool
@description('For so many days nothing in it can be changed or deleted.')
param days int

var containerName = 'insights-logs-${toLower(category)}'

resource account 'Microsoft.Storage/storageAccounts@2026-04-01' = if (enabled) {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: 'Standard_ZRS'
  }
  properties: {
    accessTier: 'Cool'
    allowBlobPublicAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    // Azure Monitor writes as a service that Azure trusts. People who read get their address allowed for that time.
    networkAcls: {
      defaultAction: 'Deny'
      bypass: 'AzureServices'
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2026-04-01' = if (enabled) {
  parent: account
  name: 'default'
}

// The name is that which Azure Monitor gives it. It exists before, so that not even the first line can be changed.
resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2026-04-01' = if (enabled) {
  parent: blobs
  name: containerName
}

// Azure Monitor appends to one blob an hour: https://learn.microsoft.com/azure/azure-monitor/essentials/diagnostic-settings
resource policy 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2026-04-01' = if (enabled) {
  parent: container
  name: 'default'
  properties: {
    immutabilityPeriodSinceCreationInDays: days
    allowProtectedAppendWrites: true
  }
}

@description('Empty if there is none. Known when nothing in it can be changed any more.')
output accountId string = enabled ? split(policy.id, '/blobServices/')[0] : ''
