#!/usr/bin/env bash
# What both pipelines do in Azure, and what the page infra/azure/README.md does by hand in its steps 3 and 8.
#
#   azure.sh sign-in    signs in to Azure in a run of GitHub Actions, with a token that GitHub issues for that run
#   azure.sh what-if    shows what a deployment would change; more arguments go to `az deployment group`
#   azure.sh deploy     deploys the resources, in the same way
#   azure.sh rehearse   restores the newest backup to a server of its own, says how long it took, and deletes it
#   azure.sh release    brings the bundle to staging, looks at it, and lets it take over; for Container Apps as an image
#   azure.sh out <name>  prints one value that the deployment has put out
#   azure.sh settings   prints what it has put out as settings of the bot, for .env
#   azure.sh hand-over  prints what the platform's half hands to the other one, as lines of its file of parameters
#
# RESOURCE_GROUP names the group, PARAMETERS the file of parameters. `sign-in` needs AZURE_CLIENT_ID, AZURE_TENANT_ID and
# AZURE_SUBSCRIPTION_ID, and for GCC High and DoD AZURE_CLOUD=AzureUSGovernment; `release` needs npm ci before it, and for an
# image git or IMAGE_TAG. TEMPLATE is infra/azure/platform.bicep for what-if, deploy, hand-over and rehearse of the platform's
# half, and else not needed. DOCTOR_WITHOUT are ids of checks that may not stop a release, such as sweep,owners;
# DOCTOR_IN_STAGING=no asks the doctor here only.
# PIPELINE_ADDRESSES are the ranges that this machine calls from during a release, or `none` if it reaches everything already;
# without them it is any address of Azure, where the machines of GitHub and Azure DevOps are.
set -euo pipefail
cd "$(dirname "$0")/../.."

# In Azure DevOps the service connection does both: it chooses the cloud, and signs in.
sign_in() {
  local token audience
  case "${AZURE_CLOUD:-AzureCloud}" in
    AzureCloud) audience=api://AzureADTokenExchange ;;
    AzureUSGovernment)
      audience=api://AzureADTokenExchangeUSGov
      az cloud set --name AzureUSGovernment --output none
      ;;
    *)
      echo "AZURE_CLOUD is AzureCloud or AzureUSGovernment." >&2
      return 2
      ;;
  esac
  token=$(curl --fail --silent --show-error --header "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" \
    "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=$audience" | jq --raw-output .value)
  az login --service-principal --username "$AZURE_CLIENT_ID" --tenant "$AZURE_TENANT_ID" --federated-token "$token" --output none
  az account set --subscription "$AZURE_SUBSCRIPTION_ID"
}

: "${RESOURCE_GROUP:?names the resource group}" "${PARAMETERS:?names the file of parameters, such as infra/azure/my.bicepparam}"
[[ "${DOCTOR_WITHOUT:-}" =~ ^[a-z,-]*$ ]] || {
  echo "DOCTOR_WITHOUT names checks of the doctor, with commas between them." >&2
  exit 2
}
template=${TEMPLATE:-infra/azure/main.bicep}
# The halves may be in one group.
deployment_name=api-credentials
[[ "$template" != */platform.bicep ]] || deployment_name=api-credentials-platform

# What the deployment has put out. azd, which has deployed under a name of its own, hands it on as variables.
out() {
  if [[ -n "${AZURE_ENV_NAME:-}" && -n "${!1:-}" ]]; then
    echo "${!1}"
    return
  fi
  az deployment group show --resource-group "$RESOURCE_GROUP" --name "$deployment_name" --query "properties.outputs.$1.value" --output tsv
}

# shellcheck source=infra/pipelines/doctor.sh
. infra/pipelines/doctor.sh
# shellcheck source=infra/pipelines/door.sh
. infra/pipelines/door.sh

# Before the first deployment there are no outputs yet.
in_containers() {
  [[ "$(out hosting 2> /dev/null || true)" == ContainerApps ]]
}

# The parameter `name`, by which our server and app are known among others of the group. It is read from the file, because a
# deployment that has failed has put out nothing. Without one in the file, all of the group count as ours.
own_name() {
  sed -n "s/^param name *= *'\([^']*\)'.*/\1/p" "$PARAMETERS" 2> /dev/null || true
}

# Empty if there is no container app yet.
image_in_use() {
  local name
  name=$(own_name)
  az containerapp list --resource-group "$RESOURCE_GROUP" \
    --query "[${name:+?name=='$name'}] | [0].properties.template.containers[0].image" --output tsv
}

# The disk of the database grows by itself and cannot shrink, and a release has chosen the image: a deployment keeps both.
deployment() {
  local kept=() name disk image
  name=$(own_name)
  disk=$(az rest --url "/subscriptions/{subscriptionId}/resourceGroups/$RESOURCE_GROUP/providers/Microsoft.DBforPostgreSQL/flexibleServers?api-version=2025-08-01" \
    --query "max(value[${name:+?starts_with(name, '$name-db-')}].properties.storage.storageSizeGB)" --output tsv || true)
  [[ -z "$disk" ]] || kept+=(--parameters "databaseStorageGb=$disk")
  if in_containers; then
    image=$(image_in_use)
    [[ -z "$image" ]] || kept+=(--parameters "containerImage=${image#*/}")
  fi
  az deployment group "$1" --resource-group "$RESOURCE_GROUP" --name "$deployment_name" --template-file "$template" \
    --parameters "$PARAMETERS" ${kept[@]+"${kept[@]}"} "${@:2}"
}

# Ready means: the database and Entra's keys are within reach, and the tables are brought forward.
wait_until_ready() {
  curl --fail --silent --show-error --retry 30 --retry-delay 10 --retry-all-errors "$1/readyz"
}

# For .env, and for the doctor on this machine. Nothing in it is secret.
settings() {
  local pair value
  for pair in CLOUD:cloud PUBLIC_URL:publicUrl TENANT_ID:tenantId BOT_ID:botId AAD_APP_CLIENT_ID:aadAppClientId \
    SIGN_IN_AUTH_CONTEXT:signInAuthContext STEP_UP_AUTH_CONTEXT:stepUpAuthContext; do
    value=$(out "${pair#*:}") || return 1
    echo "${pair%%:*}=$value"
  done
  echo BOT_TYPE=UserAssignedMsi
  echo AAD_APP_FEDERATED=true
}

# The image is built in Azure, and of nothing but the bundle.
build_image() {
  local folder=.local/bundle/image
  npm run --silent bundle
  rm -rf "$folder"
  mkdir -p "$folder"
  unzip -q .local/bundle/api-credentials.zip -d "$folder"
  cp infra/azure/container/Dockerfile "$folder"
  az acr build --registry "$(out registry | cut -d . -f 1)" --image "$1" "$folder"
}

# The revision before goes on until the new one is ready, so the address alone does not say which of them answers.
wait_for_revision() {
  local app ready
  app=$(out webAppName)
  for _ in {1..30}; do
    ready=$(az containerapp show --resource-group "$RESOURCE_GROUP" --name "$app" \
      --query "properties.latestReadyRevisionName == properties.latestRevisionName" --output tsv)
    [[ "$ready" != [Tt]rue ]] || return 0
    sleep 10
  done
  echo "The new version does not get ready. The one before goes on." >&2
  return 1
}

deploy_images() {
  deployment create --parameters "$@" "doctorWithout=${DOCTOR_WITHOUT:-}" --query properties.provisioningState --output tsv
}

release_image() {
  local image before
  image="api-credentials:${IMAGE_TAG:-$(git rev-parse --short=12 HEAD)}"
  build_image "$image"
  look_at_settings
  before=$(image_in_use)
  if [[ -n "$before" ]] && doctor_is_asked; then
    deploy_images "doctorImage=$image"
    ask_doctor_of_image
  fi
  deploy_images "containerImage=$image" "doctorImage=$image"
  wait_for_revision
  # If only some may call it, this machine is hardly one of them. The platform has asked /readyz already.
  [[ "$(out callers)" == named ]] || wait_until_ready "$(out publicUrl)"
  # The first one brings the tables, which the doctor looks at. There is no version before that could go on.
  if [[ -z "$before" ]] && doctor_is_asked; then ask_doctor_of_image; fi
}

release() {
  local app slot address
  app=$(out webAppName)
  address=$(out publicUrl)
  slot=(--resource-group "$RESOURCE_GROUP" --name "$app" --slot staging)
  npm run --silent bundle
  trap close_all EXIT
  open "${slot[@]}" --scm-site true
  if [[ "$(out callers)" == named ]]; then
    open "${slot[@]}" --scm-site false
    open --resource-group "$RESOURCE_GROUP" --name "$app" --scm-site false
    # What has been opened is the app itself. The address may lead through a Front Door, whose WAF knows nobody here.
    address="https://$(az webapp show --resource-group "$RESOURCE_GROUP" --name "$app" --query defaultHostName --output tsv)"
  fi
  # Before the look at the door: of a web app that is stopped, the platform says 403 as well.
  az webapp start "${slot[@]}"
  if ! wait_until_open "$(deployment_host "${slot[@]}")"; then
    # It holds an old version, which would do jobs.
    az webapp stop "${slot[@]}"
    return 1
  fi
  az webapp deploy "${slot[@]}" --type zip --src-path .local/bundle/api-credentials.zip
  wait_until_ready "https://$(az webapp show "${slot[@]}" --query defaultHostName --output tsv)"
  look_at_settings
  if doctor_is_asked; then ask_doctor_in_slot "${slot[@]}"; fi
  az webapp deployment slot swap "${slot[@]}" --target-slot production
  wait_until_ready "$address"
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
  # By its id, because the arguments of `flexible-server db show` have changed with version 2.86 of the Azure CLI.
  az resource show --ids "${source%/*}/$server/databases/credentials" --api-version 2025-08-01 --query name --output tsv
  echo "restored in $((SECONDS - began)) seconds"
}

# Not the id of the server: only the rehearsal needs it.
hand_over() {
  az deployment group show --resource-group "$RESOURCE_GROUP" --name api-credentials-platform --query properties.outputs --output json |
    node --eval '
      const { databaseServerId, ...outputs } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
      for (const [name, { value }] of Object.entries(outputs)) console.log("param %s = \x27%s\x27", name, value);'
}

case "${1:-}" in
  hand-over) hand_over ;;
  out) out "${2:?names an output}" ;;
  settings) settings ;;
  rehearse) rehearse ;;
  sign-in) sign_in ;;
  what-if) deployment what-if "${@:2}" ;;
  deploy) deployment create --query properties.provisioningState --output tsv "${@:2}" ;;
  release) if in_containers; then release_image; else release; fi ;;
  *)
    echo "azure.sh sign-in | what-if | deploy | release | rehearse | out | settings | hand-over" >&2
    exit 2
    ;;
esac
