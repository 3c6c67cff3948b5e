// Who may call the bot. It makes no resource: each host has rules of its own kind, and both say the same.
@allowed(['everybody', 'named'])
param callers string
@description('Ranges that Teams sends messages from.')
@maxLength(8)
param teamsAddresses array
@description('Ranges from which people open the sign-in pages.')
@maxLength(8)
param peopleAddresses array
@description('Id of the Front Door that all calls come through, or empty.')
param frontDoorId string
@description('If it is false, the deployment is refused before anything is made: nobody could sign in. Name peopleAddresses, or a Front Door.')
@allowed([true])
param somebodyCanSignIn bool
@description('If it is false, the deployment is refused: Container Apps cannot look at the header by which a Front Door is known.')
@allowed([true])
param frontDoorIsBeforeWebApp bool

// One rule takes up to eight ranges: https://learn.microsoft.com/azure/app-service/app-service-ip-restrictions
var direct = [
  { name: 'bot-service', action: 'Allow', priority: 100, tag: 'ServiceTag', ipAddress: 'AzureBotService' }
  { name: 'teams', action: 'Allow', priority: 110, tag: 'Default', ipAddress: join(teamsAddresses, ',') }
  { name: 'people', action: 'Allow', priority: 120, tag: 'Default', ipAddress: join(peopleAddresses, ',') }
]
// Anybody can have a Front Door. The header says that it is this one, and nobody else can set it.
var behindFrontDoor = [
  {
    name: 'front-door'
    action: 'Allow'
    priority: 100
    tag: 'ServiceTag'
    ipAddress: 'AzureFrontDoor.Backend'
    headers: { 'x-azure-fdid': [frontDoorId] }
  }
]
var named = callers == 'named' && somebodyCanSignIn && frontDoorIsBeforeWebApp
var ranges = concat(teamsAddresses, peopleAddresses)

output webRules array = named ? (empty(frontDoorId) ? direct : behindFrontDoor) : []
@description('Container Apps know addresses only. If each rule allows, nobody else may call.')
output containerRules array = named ? map(ranges, range => { name: replace(range, '/', '-'), ipAddressRange: range, action: 'Allow' }) : []
