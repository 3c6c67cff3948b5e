// What operators are told of without asking. First an alarm for silence: a sweep that does not run cannot report that it
// did not. Then what the bot writes when it needs help, what it measures, and what the platform measures.
param name string
param location string
param tags object
param workspaceId string
@description('Id of the web app or the container app; empty as long as there is no container app.')
param appId string
@description('Whether the bot runs in Container Apps, which counts answers in another way.')
param inContainers bool
@description('Whether there is something whose answers are watched.')
param watchesAnswers bool
@description('Whether the bot reads the sign-in log, whose age is watched then.')
param signInLog bool
@description('Ids of action groups that are told.')
param told array

// The line that the bot writes after a sweep, in the production slot or in staging. A union that may be fuzzy, because
// a table comes into being with its first line, and each host has its own table.
var query = '''
union isfuzzy=true (datatable(TimeGenerated: datetime, ResultDescription: string)[]), AppServiceConsoleLogs, (ContainerAppConsoleLogs | project TimeGenerated, ResultDescription = Log)
| where TimeGenerated > ago(26h)
| extend line = parse_json(ResultDescription)
| where line.msg == "sweep" and line.result == "completed"
| summarize sweeps = count()
| where sweeps == 0
'''

// A union that may be fuzzy, as above. A rule says which lines count.
var lines = '''
union isfuzzy=true (datatable(TimeGenerated: datetime, ResultDescription: string)[]), AppServiceConsoleLogs, (ContainerAppConsoleLogs | project TimeGenerated, ResultDescription = Log)
| extend line = parse_json(ResultDescription)
| extend msg = tostring(line.msg)
'''
// One row for each reading of a gauge: https://learn.microsoft.com/azure/azure-monitor/reference/tables/appmetrics
var readings = '''
union isfuzzy=true (datatable(TimeGenerated: datetime, Name: string, Sum: real, Properties: dynamic)[]), AppMetrics
| extend queue = tostring(Properties.queue)
'''

// A rule fires if more rows than `most` are found in `window`.
var logRules = [
  {
    name: 'forged-record'
    title: 'The audit record was changed outside the bot'
    text: 'A row of the record does not fit its code or the row before it. See infra/azure/operate.md, "Rotating the audit key", and `npm run audit -- verify`.'
    severity: 0
    query: '${lines}| where msg == "audit record forged"'
    most: 0
    window: 'PT15M'
  }
  {
    name: 'undelivered'
    title: 'A change of a secret is not settled'
    text: 'A secret that nobody received, or that is in wrong hands, still exists, or a change has had no clear answer for long. The bot goes on trying. The line names the application; `undelivered` in Teams lists it.'
    severity: 1
    query: '${lines}| where msg in ("undelivered secret not removed yet", "a secret in wrong hands is not removed yet", "change still unsettled", "deletion given up")'
    most: 0
    window: 'PT15M'
  }
  {
    name: 'given-up'
    title: 'A message or task was given up'
    text: 'It is not tried again. `undelivered` in Teams lists messages that nobody got; the line says why.'
    severity: 1
    query: '${lines}| where msg in ("message given up", "task given up", "no administrator could be told")'
    most: 0
    window: 'PT15M'
  }
  {
    name: 'database-away'
    title: 'The bot waits for its database'
    // In 15 minutes it tries about 60 times. A start that waits for a few minutes is not told of.
    text: 'It answers nobody until it can use PostgreSQL, and tries again by itself. The line says in words what is wrong, and the line "Database" of the doctor what to do.'
    severity: 1
    query: '${lines}| where msg == "the database cannot be used yet: the bot tries again"'
    most: 20
    window: 'PT15M'
  }
  {
    name: 'certificate'
    title: 'The certificate of the bot ends soon'
    // The bot looks twice a day.
    text: 'That of PUBLIC_URL ends within two weeks, or is not trusted any more. The line says when or why. Without it Teams reaches nobody.'
    severity: 1
    query: '${lines}| where msg in ("the certificate of PUBLIC_URL ends soon", "the certificate of PUBLIC_URL is not trusted")'
    most: 0
    window: 'P1D'
  }
  {
    name: 'restarts'
    title: 'The bot starts again and again'
    text: 'More than six starts in an hour. A deployment takes two for each instance. The lines before each start say why it ended.'
    severity: 2
    query: '${lines}| where msg in ("listening", "crashed")'
    most: 6
    window: 'PT1H'
  }
  {
    name: 'waiting'
    title: 'Messages wait for more than half an hour'
    text: 'Teams, the mailbox or the database does not take them, or no process of the bot runs.'
    severity: 2
    query: '${readings}| where Name == "api_credentials.queue.oldest" and queue in ("outbox", "mail", "operations", "messages") and Sum > 1800'
    most: 0
    window: 'PT15M'
  }
  {
    name: 'dead-letters'
    title: 'Messages were given up and nobody has looked'
    text: '`undelivered` in Teams lists them, with Retry and Drop.'
    severity: 3
    query: '${readings}| where Name == "api_credentials.queue.depth" and queue == "dead-letters" and Sum > 0'
    most: 0
    window: 'PT1H'
  }
]
var signInLogRules = [
  {
    name: 'sign-in-log'
    title: 'The sign-in log has not been read for half an hour'
    text: 'Managers do not hear that a system is refused. Is the right AuditLog.Read.All still granted, and does Graph answer?'
    severity: 2
    query: '${readings}| where Name == "api_credentials.sign-in-log.age" and Sum > 1800'
    most: 0
    window: 'PT15M'
  }
]

// https://learn.microsoft.com/azure/container-apps/metrics
var answers = inContainers
  ? {
      namespace: 'Microsoft.App/containerApps'
      metric: 'Requests'
      dimensions: [{ name: 'statusCodeCategory', operator: 'Include', values: ['5xx'] }]
    }
  : { namespace: 'Microsoft.Web/sites', metric: 'Http5xx', dimensions: [] }
var answerRules = [
  {
    name: 'server-errors'
    title: 'The bot answers with errors'
    text: 'More than ten answers with a status of 500 or more in a quarter of an hour.'
    severity: 2
    scope: appId
    namespace: answers.namespace
    metric: answers.metric
    dimensions: answers.dimensions
    aggregation: 'Total'
    most: 10
  }
]

resource noSweep 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: '${name}-no-sweep'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'No successful sweep in 26 hours'
    description: 'Reminders are due once a day. None has been looked for in the last 26 hours, or every attempt failed.'
    severity: 1
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT1H'
    // 26 hours is no window that the service knows: it hands over two days, and the query takes its part.
    windowSize: 'P2D'
    // The table may not exist yet.
    skipQueryValidation: true
    autoMitigate: true
    criteria: {
      allOf: [
        {
          query: query
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: {
      actionGroups: told
    }
  }
}

resource logAlerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for rule in concat(logRules, signInLog ? signInLogRules : []): {
  name: '${name}-${rule.name}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: rule.title
    description: rule.text
    severity: rule.severity
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT15M'
    windowSize: rule.window
    skipQueryValidation: true
    autoMitigate: true
    criteria: {
      allOf: [
        {
          query: rule.query
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: rule.most
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: {
      actionGroups: told
    }
  }
}]

resource metricAlerts 'Microsoft.Insights/metricAlerts@2026-01-01' = [for rule in watchesAnswers ? answerRules : []: {
  name: '${name}-${rule.name}'
  location: 'global'
  tags: tags
  properties: {
    description: '${rule.title}. ${rule.text}'
    severity: rule.severity
    enabled: true
    scopes: [rule.scope]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: rule.name
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: rule.namespace
          metricName: rule.metric
          dimensions: rule.dimensions
          timeAggregation: rule.aggregation
          operator: 'GreaterThan'
          threshold: rule.most
        }
      ]
    }
    actions: [for id in told: {
      actionGroupId: id
    }]
  }
}]
