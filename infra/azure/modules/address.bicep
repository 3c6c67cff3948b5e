// Where Teams and people reach the bot. It makes no resource.
@description('A domain of your own, or empty.')
param publicHost string
param name string
@description('The domain that the host gives its apps.')
param domain string

output publicUrl string = 'https://${empty(publicHost) ? '${name}.${domain}' : publicHost}'
