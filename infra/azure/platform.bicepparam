using 'platform.bicep'

// Copy this file to my-platform.bicepparam, and change what follows. Nothing in it is secret.
param name = 'contoso-credentials'
param tags = {
  application: 'api-credentials'
  environment: 'production'
}
// Somebody has to administer the server before the identity of the bot is there.
param databaseAdminGroupId = '00000000-0000-0000-0000-000000000000'
param databaseAdminGroupName = 'Database administrators'
param alertEmail = 'platform@contoso.com'
