using 'main.bicep'

// Copy this file to my.bicepparam, and change what follows. Nothing in it is secret.
param name = 'contoso-api-credentials'
param tags = {
  application: 'api-credentials'
  environment: 'production'
}
// Without Entra ID P1, stepUpAuthContext is 'none': see README.md, step 4.
param signInAuthContext = 'policy'
param stepUpAuthContext = 'c1'
param reminderTimeZone = 'Europe/Amsterdam'
param alertEmail = 'operations@contoso.com'
