using 'main.bicep'

// Copy this file to my.bicepparam, and change what follows. Nothing in it is secret.
param name = 'contoso-api-credentials'
param tags = {
  application: 'api-credentials'
  environment: 'production'
}
param reminderTimeZone = 'Europe/Amsterdam'
param alertEmail = 'operations@contoso.com'
