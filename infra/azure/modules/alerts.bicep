// An alarm for silence: a sweep that does not run cannot report that it did not.
param name string
param location string
param tags object
param workspaceId string
@description('Ids of action groups that are told.')
param actionGroupIds array
@description('An address that is told too, or empty.')
param alertEmail string

// The line that the bot writes after a sweep, in the production slot or in staging. A union that may be fuzzy, because
// the table comes into being with its first line.
var query = '''
union isfuzzy=true (datatable(TimeGenerated: datetime, ResultDescription: string)[]), AppServiceConsoleLogs
| where TimeGenerated > ago(26h)
| extend line = parse_json(ResultDescription)
| where line.msg == "sweep" and line.result == "completed"
| summarize sweeps = count()
| where sweeps == 0
'''

resource mailGroup 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(alertEmail)) {
  name: '${name}-mail'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'credentials'
    enabled: true
    emailReceivers: [
      {
        name: 'operator'
        emailAddress: alertEmail
        useCommonAlertSchema: true
      }
    ]
  }
}

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
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: concat(actionGroupIds, empty(alertEmail) ? [] : [mailGroup.id])
    }
  }
}
