// The bot itself as a container. See decision 0053: Container Apps are a second host, with the same settings.
// Beside it a job, in which the doctor looks at an image: decision 0056.
param name string
param location string
param tags object
param environmentId string
@description('The login server of the registry.')
param registry string
@description('Name with a tag or a digest, within the registry; empty: there is no image yet, and no app is made.')
param image string
param replicas int
@description('The image that the doctor runs in, in the same form.')
param doctorImage string
@description('Ids of checks that the doctor leaves out too, with commas between them.')
param doctorWithout string
@description('The rules of Container Apps about who may call; empty: everybody.')
param callerRules array
param identityId string
@description('What the process reads, as a list of name and value: settings.bicep makes it.')
param botSettings array
@description('Key Vault secret (its URI) that holds AUDIT_KEY, or empty.')
param auditKeySecretUri string

// A test holds it together with the Dockerfile.
var port = 8080
// Only this folder can be written to. A new one comes with each replica, and goes with it.
var writable = '/tmp'
var auditKey = empty(auditKeySecretUri) ? [] : [{ name: 'AUDIT_KEY', secretRef: 'audit-key' }]
// The first five look at the address, where the version before answers. What the other three look at is brought forward by
// the start of the new version, and not before.
var seenBefore = 'public-url,certificate,health,sign-in-page,messages,migrations,schedule,audit-triggers'
var settings = concat(botSettings, [{ name: 'PORT', value: '${port}' }], auditKey)

// What the bot and its doctor have in common.
var identity = {
  type: 'UserAssigned'
  userAssignedIdentities: {
    '${identityId}': {}
  }
}
var registries = [{ server: registry, identity: identityId }]
var secrets = empty(auditKeySecretUri) ? [] : [{ name: 'audit-key', keyVaultUrl: auditKeySecretUri, identity: identityId }]
var volumes = [{ name: 'writable', storageType: 'EmptyDir' }]
var volumeMounts = [{ volumeName: 'writable', mountPath: writable }]

resource containerApp 'Microsoft.App/containerApps@2026-01-01' = if (!empty(image)) {
  name: name
  location: location
  tags: tags
  identity: identity
  properties: {
    environmentId: environmentId
    workloadProfileName: 'Consumption'
    configuration: {
      // The new revision gets turns when it is ready, and the one before goes on with its turns until then.
      activeRevisionsMode: 'Single'
      maxInactiveRevisions: 10
      ingress: {
        external: true
        targetPort: port
        transport: 'http'
        allowInsecure: false
        ipSecurityRestrictions: callerRules
      }
      registries: registries
      secrets: secrets
    }
    template: {
      // Seconds between SIGTERM and the end. The bot finishes turns and jobs meanwhile.
      terminationGracePeriodSeconds: 60
      containers: [
        {
          name: 'bot'
          image: '${registry}/${image}'
          env: settings
          resources: {
            cpu: 1
            memory: '2Gi'
          }
          // Only readiness asks for the database: one that is down would have every replica replaced, which mends nothing.
          probes: [
            {
              type: 'Startup'
              httpGet: { path: '/healthz', port: port }
              periodSeconds: 10
              failureThreshold: 10
            }
            {
              type: 'Liveness'
              httpGet: { path: '/healthz', port: port }
              periodSeconds: 30
              timeoutSeconds: 5
              failureThreshold: 3
            }
            {
              type: 'Readiness'
              httpGet: { path: '/readyz', port: port }
              periodSeconds: 10
              timeoutSeconds: 5
              failureThreshold: 3
            }
          ]
          volumeMounts: volumeMounts
        }
      ]
      // Never none: the sweep and the removal of messages are the bot's own work.
      scale: {
        minReplicas: replicas
        maxReplicas: replicas
      }
      volumes: volumes
    }
  }
}

resource doctor 'Microsoft.App/jobs@2026-01-01' = if (!empty(doctorImage)) {
  name: '${name}-doctor'
  location: location
  tags: tags
  identity: identity
  properties: {
    environmentId: environmentId
    workloadProfileName: 'Consumption'
    configuration: {
      // It runs when a release starts it, and costs nothing at other times.
      triggerType: 'Manual'
      manualTriggerConfig: {
        parallelism: 1
        replicaCompletionCount: 1
      }
      replicaRetryLimit: 0
      replicaTimeout: 180
      registries: registries
      secrets: secrets
    }
    template: {
      containers: [
        {
          name: 'doctor'
          image: '${registry}/${doctorImage}'
          command: ['node', 'bot/operator/doctor.js']
          args: ['--without', '${seenBefore}${empty(doctorWithout) ? '' : ',${doctorWithout}'}']
          env: settings
          resources: {
            cpu: 1
            memory: '2Gi'
          }
          volumeMounts: volumeMounts
        }
      ]
      volumes: volumes
    }
  }
}

output appId string = !empty(image) ? containerApp.id : ''
