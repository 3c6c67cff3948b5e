#!/usr/bin/env bash
# What both pipelines do in Azure, and what the page infra/azure/README.md does by hand in its steps 3 and 8.
#
#   azure.sh sign-in    signs in to Azure in a run of GitHub Actions, with a token that GitHub issues for that run
#   azure.sh what-if    shows what a deployment would change
#   azure.sh deploy     deploys the resources
#   azure.sh rehearse   restores the newest backup to a server of its own, says how long it took, and deletes it
#   azure.sh release    brings the bundle to staging, looks at it, and lets it take over
#
# RESOURCE_GROUP names the group, PARAMETERS the file of parameters. `sign-in` needs AZURE_CLIENT_ID, AZURE_TENANT_ID and
# AZURE_SUBSCRIPTION_ID; `release` needs npm ci before it.
set -euo pipefail
cd "$(dirname "$0")/../.."

sign_in() {
  local token
  token=$(curl --fail --silent --show-error --header "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" \
    "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=api://AzureADTokenExchange" | jq --raw-output .value)
  az login --service-principal --username "$AZURE_CLIENT_ID" --tenant "$AZURE_TENANT_ID" --federated-token "$token" --output none
  az account set --subscription "$AZURE_SUBSCRIPTION_ID"
}

: "${RESOURCE_GROUP:?names the resource group}" "${PARAMETERS:?names the file of parameters, such as infra/azure/my.bicepparam}"
deployment=(--resource-group "$RESOURCE_GROUP" --name api-credentials --template-file infra/azure/main.bicep --parameters "$PARAMETERS")

out() {
  az deployment group show --resource-group "$RESOURCE_GROUP" --name api-credentials --query "properties.outputs.$1.value" --output tsv
}

# Ready means: the database and Entra's keys are within reach, and the tables are brought forward.
wait_until_ready() {
  curl --fail --silent --show-error --retry 30 --retry-delay 10 --retry-all-errors "$1/readyz"
}

# The settings are right as far as it can be seen from here. Database and identity are within reach of the web app only.
look_at_settings() {
  PUBLIC_URL=$(out publicUrl) TENANT_ID=$(out tenantId) BOT_TYPE=UserAssignedMsi BOT_ID=$(out botId) \
    AAD_APP_CLIENT_ID=$(out aadAppClientId) AAD_APP_FEDERATED=true \
    SIGN_IN_AUTH_CONTEXT=$(out signInAuthContext) STEP_UP_AUTH_CONTEXT=$(out stepUpAuthContext) \
    npm run --silent doctor -- --plan
}

release() {
  local app slot public_url
  app=$(out webAppName)
  public_url=$(out publicUrl)
  slot=(--resource-group "$RESOURCE_GROUP" --name "$app" --slot staging)
  npm run --silent bundle
  az webapp start "${slot[@]}"
  az webapp deploy "${slot[@]}" --type zip --src-path .local/bundle/api-credentials.zip
  wait_until_ready "https://$(az webapp show "${slot[@]}" --query defaultHostName --output tsv)"
  look_at_settings
  az webapp deployment slot swap "${slot[@]}" --target-slot production
  wait_until_ready "$public_url"
  # The version before finishes the turns that it has. It would go on with jobs in the old code if it ran on.
  sleep "${DRAIN_SECONDS:-60}"
  az webapp stop "${slot[@]}"
}

# Restores beside the server in use, and deletes only what it has made itself.
rehearse() {
  local source began
  source=$(out databaseServerId)
  # Not local: the trap reads it when the function has ended.
  server="rehearsal-$(date +%s)"
  began=$SECONDS
  trap 'az postgres flexible-server delete --resource-group "$RESOURCE_GROUP" --name "$server" --yes' EXIT
  az postgres flexible-server restore --resource-group "$RESOURCE_GROUP" --name "$server" --source-server "$source" --output none
  az postgres flexible-server show --resource-group "$RESOURCE_GROUP" --name "$server" --query state --output tsv
  az postgres flexible-server db show --resource-group "$RESOURCE_GROUP" --server-name "$server" --database-name credentials --query name --output tsv
  echo "restored in $((SECONDS - began)) seconds"
}

case "${1:-}" in
  rehearse) rehearse ;;
  sign-in) sign_in ;;
  what-if) az deployment group what-if "${deployment[@]}" ;;
  deploy) az deployment group create "${deployment[@]}" --query properties.provisioningState --output tsv ;;
  release) release ;;
  *)
    echo "azure.sh sign-in | what-if | deploy | release | rehearse" >&2
    exit 2
    ;;
esac
