extension microsoftGraphV1

// The registration that people sign in to, and that Graph knows the bot as. Its only credential is the trust in the
// managed identity: https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity
param name string
param displayName string
param publicUrl string
param botId string
param identityPrincipalId string
@description('Whether the right to read the sign-in report is asked for.')
param signInReport bool
@description('Whether the right to read the log of sign-ins is asked for. It is the same right.')
param signInLog bool
@description('Whether the right to read Conditional Access policies is asked for.')
param readPolicies bool
@description('Whether the right to read whose account is disabled is asked for.')
param readAccounts bool
@description('Whether the rights are granted here, which takes a Privileged Role Administrator.')
param grantPermissions bool
@description('What the identity\'s token is for that the registration trusts: TOKEN_EXCHANGE_AUDIENCE.')
param tokenExchangeAudience string

// Never change these two: tokens, consents and role assignments refer to them.
var accessScopeId = '2f3012ed-32e7-41f4-9b24-1adbc84244c6'
var adminRoleId = '8176ea1e-84c1-4609-8f11-0fce5dc426dc'

// Teams on desktop and mobile, and on the web: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/authentication/bot-sso-register-aad
var teamsClients = ['1fec8e78-bce4-4aaf-ab1b-5451cc387264', '5e3ce6c0-2b1f-4285-8d4b-75ee78787346']

var graphAppId = '00000003-0000-0000-c000-000000000000'

// bot/domain/shared/permissions.ts lists the same permissions; a test compares them.
var alwaysPermissions = [
  { name: 'Application.ReadWrite.OwnedBy', id: '18a4783c-866b-4cc7-a460-3d5e5662c884' }
  { name: 'User.ReadBasic.All', id: '97235f07-e226-4f63-ace3-39588e11d3a1' }
]
var reportPermissions = [
  { name: 'AuditLog.Read.All', id: 'b0afded3-3588-46d8-8b3d-9842eff778da' }
]
var optionalPermissions = [
  { name: 'Policy.Read.All', id: '246dd0d5-5bd0-4def-940b-0421030a5b68' }
]
var accountPermissions = [
  { name: 'User.Read.All', id: 'df021288-bdef-4463-88db-98f22de89214' }
]
var permissions = concat(alwaysPermissions, signInReport ? reportPermissions : signInLog ? reportPermissions : [], readPolicies ? optionalPermissions : [], readAccounts ? accountPermissions : [])
var grantedPermissions = grantPermissions ? permissions : []

// What a person's sign-in asks of Graph: who it is. The bot asks Graph for nothing in a person's name.
var signInScopes = [
  { name: 'openid', id: '37f7f235-527c-4136-accd-4a02d197296e' }
  { name: 'profile', id: '14dad69e-099b-42c9-810b-d002981feec1' }
]

var signInClaims = [
  { name: 'acrs' }
  { name: 'auth_time' }
]

resource app 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: name
  displayName: displayName
  signInAudience: 'AzureADMyOrg'
  // A tenant may refuse such an address for tokens of version 1; version 2 is exempt if the policy is Microsoft's own:
  // https://learn.microsoft.com/entra/identity-platform/identifier-uri-restrictions
  identifierUris: ['api://botid-${botId}']
  api: {
    requestedAccessTokenVersion: 2
    oauth2PermissionScopes: [
      {
        id: accessScopeId
        value: 'access_as_user'
        type: 'User'
        isEnabled: true
        adminConsentDisplayName: 'Sign in to API Credentials'
        adminConsentDescription: 'Lets API Credentials know who is signed in.'
        userConsentDisplayName: 'Sign in to API Credentials'
        userConsentDescription: 'Lets API Credentials know who you are.'
      }
    ]
    preAuthorizedApplications: [for client in teamsClients: {
      appId: client
      delegatedPermissionIds: [accessScopeId]
    }]
  }
  appRoles: [
    {
      id: adminRoleId
      value: 'Credentials.Admin'
      displayName: 'Credentials administrator'
      description: 'Assigns managers, approves requests, links channels and reads the audit record.'
      allowedMemberTypes: ['User']
      isEnabled: true
    }
  ]
  // Without acrs the bot learns of no authentication context, and without auth_time of no fresh sign-in. Tokens of
  // version 2 hold no list of methods: https://learn.microsoft.com/entra/identity-platform/optional-claims-reference
  optionalClaims: {
    accessToken: signInClaims
    idToken: signInClaims
  }
  requiredResourceAccess: [
    {
      resourceAppId: graphAppId
      resourceAccess: concat(map(permissions, permission => { id: permission.id, type: 'Role' }), map(signInScopes, scope => { id: scope.id, type: 'Scope' }))
    }
  ]
  // Nobody can give the service principal a credential of its own.
  servicePrincipalLockConfiguration: {
    isEnabled: true
    allProperties: true
  }
  web: {
    redirectUris: ['${publicUrl}/sign-in/callback']
    implicitGrantSettings: {
      enableAccessTokenIssuance: false
      enableIdTokenIssuance: false
    }
  }

  resource trust 'federatedIdentityCredentials@v1.0' = {
    name: '${app.uniqueName}/managed-identity'
    description: 'The bot signs with its managed identity; there is no secret.'
    issuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
    subject: identityPrincipalId
    audiences: [tokenExchangeAudience]
  }
}

resource principal 'Microsoft.Graph/servicePrincipals@v1.0' = {
  appId: app.appId
}

resource graph 'Microsoft.Graph/servicePrincipals@v1.0' existing = {
  appId: graphAppId
}

resource grants 'Microsoft.Graph/appRoleAssignedTo@v1.0' = [for permission in grantedPermissions: {
  appRoleId: permission.id
  principalId: principal.id
  resourceId: graph.id
}]

// So that nobody is asked for consent, and tenants that forbid people to give it work too.
resource graphConsent 'Microsoft.Graph/oauth2PermissionGrants@v1.0' = if (grantPermissions) {
  clientId: principal.id
  resourceId: graph.id
  consentType: 'AllPrincipals'
  scope: 'openid profile'
}

resource ownConsent 'Microsoft.Graph/oauth2PermissionGrants@v1.0' = if (grantPermissions) {
  clientId: principal.id
  resourceId: principal.id
  consentType: 'AllPrincipals'
  scope: 'access_as_user'
}

output appId string = app.appId
output principalId string = principal.id
output adminRoleId string = adminRoleId
