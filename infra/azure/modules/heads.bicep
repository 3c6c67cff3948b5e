// The log of the bot, and with it the heads of the audit record, where nobody can change them: not the administrator of
// the database, and not that of the workspace.
param name string
param location string
param tags object
param siteName string
@description('Whether there is such a storage at all.')
param enabled bool
@description('For so many days nothing in it can be changed or deleted.')
param days int

var containerName = 'insights-logs-appserviceconsolelogs'

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

resource site 'Microsoft.Web/sites@2024-04-01' existing = {
  name: siteName
}

resource slot 'Microsoft.Web/sites/slots@2024-04-01' existing = {
  parent: site
  name: 'staging'
}

resource siteHeads 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (enabled) {
  scope: site
  name: 'heads'
  properties: {
    storageAccountId: account.id
    logs: [{ category: 'AppServiceConsoleLogs', enabled: true }]
  }
  dependsOn: [policy]
}

// The slots change places in a swap.
resource slotHeads 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (enabled) {
  scope: slot
  name: 'heads'
  properties: {
    storageAccountId: account.id
    logs: [{ category: 'AppServiceConsoleLogs', enabled: true }]
  }
  dependsOn: [policy]
}
