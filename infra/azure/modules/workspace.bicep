// Where logs are kept: in a workspace that is there already, or in one that is made.
param name string
param location string
param tags object
param retentionDays int
@description('Id of a workspace that is there already, or empty.')
param givenId string

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = if (empty(givenId)) {
  name: name
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: retentionDays
    features: {
      disableLocalAuth: true
      enableLogAccessUsingOnlyResourcePermissions: true
    }
  }
}

output id string = empty(givenId) ? workspace.id : givenId
