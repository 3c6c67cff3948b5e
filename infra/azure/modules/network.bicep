// A network in which the web app reaches the database, and nobody else does.
param name string
param location string
param tags object
@description('IPv4 range of the network, at least /25.')
param addressPrefix string
@description('What the subnet of the bot is delegated to: each host has its own.')
param delegatedTo string
@description('Services of Azure that take the subnet of the bot for an address, such as Microsoft.KeyVault.')
param serviceEndpoints array
param databaseZoneName string
@description('Ids of subnets that are there already, or empty.')
param givenWebSubnetId string
param givenDatabaseSubnetId string
@description('If it is false, the deployment is refused before anything is made. Without a database here, the first one alone is enough.')
@allowed([true])
param bothSubnetsAreGivenOrNone bool
@description('Id of a zone that is there already, or empty.')
param givenDatabaseZoneId string
@description('Whether a zone is made if none is given.')
param makeZone bool

var makeNetwork = bothSubnetsAreGivenOrNone && empty(givenWebSubnetId)
// The network of a subnet is what comes before /subnets in its id.
var networkOf = split(givenWebSubnetId, '/subnets/')[0]
var makeOwnZone = makeZone ? empty(givenDatabaseZoneId) : false

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = if (makeNetwork) {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [addressPrefix]
    }
    subnets: [
      {
        name: 'web'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 26, 0)
          serviceEndpoints: map(serviceEndpoints, service => { service: service })
          delegations: [
            {
              name: 'web'
              properties: {
                serviceName: delegatedTo
              }
            }
          ]
        }
      }
      {
        name: 'database'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 27, 2)
          privateEndpointNetworkPolicies: 'Enabled'
        }
      }
    ]
  }

  resource webSubnet 'subnets' existing = {
    name: 'web'
  }

  resource databaseSubnet 'subnets' existing = {
    name: 'database'
  }
}

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = if (makeOwnZone) {
  name: databaseZoneName
  location: 'global'
  tags: tags

  resource link 'virtualNetworkLinks' = {
    name: name
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: {
        id: makeNetwork ? network.id : networkOf
      }
    }
  }
}

output webSubnetId string = makeNetwork ? network::webSubnet.id : givenWebSubnetId
output databaseSubnetId string = makeNetwork ? network::databaseSubnet.id : givenDatabaseSubnetId
@description('Empty if somebody else gives the private endpoint its name.')
output databaseZoneId string = makeOwnZone ? zone.id : givenDatabaseZoneId
