// Holds the key of the audit record, which people make. No key and no password opens it, only roles.
param name string
param location string
param tags object
@description('The subnet in which the bot reads.')
param subnetId string
@description('Addresses of the people who put the key in, as ranges.')
param addresses array
@description('The identity of the bot, or empty.')
param identityPrincipalId string

// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/security#key-vault-secrets-user
var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

resource vault 'Microsoft.KeyVault/vaults@2026-02-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enablePurgeProtection: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: 'Deny'
      ipRules: map(addresses, address => { value: address })
      // A subnet of the company may lack the service endpoint: then the vault is reached as soon as it has one.
      virtualNetworkRules: [{ id: subnetId, ignoreMissingVnetServiceEndpoint: true }]
    }
  }
}

resource mayRead 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(identityPrincipalId)) {
  scope: vault
  name: guid(vault.id, identityPrincipalId, secretsUser)
  properties: {
    principalId: identityPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
  }
}

output auditKeySecretUri string = '${vault.properties.vaultUri}secrets/audit-key'
