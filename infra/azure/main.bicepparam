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
// What `help token` tells partners. The doctor fails as long as a scope is missing.
param apiScopes = 'DM/production=api://data-manager/.default,DM/sandbox=api://data-manager-sandbox/.default,SMC/production=api://search/.default,SMC/sandbox=api://search-sandbox/.default'
param supportContact = 'api-support@contoso.com'
param alertEmail = 'operations@contoso.com'
// From where you open the console in which the doctor runs: README.md, step 10. Nobody reaches it without an address here.
param consoleAddresses = []
