# shellcheck shell=bash
# How a release asks the doctor. azure.sh reads this file.

# The settings are right as far as it can be seen from here. Database and identity are within reach of the web app only, and the
# scopes of the token example are not among the settings that the deployment puts out.
look_at_settings() {
  local known
  known=$(settings)
  # shellcheck disable=SC2086 # No value has spaces.
  env $known npm run --silent doctor -- --plan --without "token-example${DOCTOR_WITHOUT:+,$DOCTOR_WITHOUT}"
}

# See decision 0056: the doctor looks at a new version before it takes over, with the bot's own identity.
doctor_is_asked() {
  [[ "${DOCTOR_IN_STAGING:-yes}" != no ]]
}

# The command runs in the container of the slot and gives nothing back, so its report goes to a file that the deployment site of
# the slot shows. Nobody reads half a report: the file gets its name when it is complete. What looks at the address is left
# out, because the version before answers there until the swap.
ask_doctor_in_slot() {
  local name file scm audience without command report
  name="doctor-$(date +%s).txt"
  file="/home/LogFiles/$name"
  scm=$(deployment_host "$@")
  audience=$(az cloud show --query endpoints.activeDirectoryResourceId --output tsv)
  without="public-url,certificate,health,sign-in-page,messages${DOCTOR_WITHOUT:+,$DOCTOR_WITHOUT}"
  command=". /etc/profile; cd /home/site/wwwroot; rm -f /home/LogFiles/doctor-*;"
  command+=" npm run --silent doctor -- --without $without > $file.part 2>&1; echo exit code \$? >> $file.part; mv $file.part $file"
  az webapp exec "$@" --mode execute --shell-command "$command" --output none
  for _ in {1..40}; do
    if report=$(az rest --only-show-errors --url "https://$scm/api/vfs/LogFiles/$name" --resource "$audience" 2>&1); then
      # Anybody may choose the name of an application, and a pipeline carries out commands in what it prints: `::` is the sign of
      # GitHub Actions, `##` that of both.
      sed 's/###*/#/g; s/:::*/:/g' <<< "$report"
      [[ "$report" != *"exit code 0" ]] || return 0
      echo "The doctor has found a failure: no swap. infra/azure/troubles.md says what to do." >&2
      return 1
    fi
    sleep 5
  done
  echo "The doctor has given no report: $report" >&2
  return 1
}

# In Container Apps it is a job with the new image. Its report is in the log.
ask_doctor_of_image() {
  local job execution status
  job="$(out webAppName)-doctor"
  execution=$(az containerapp job start --resource-group "$RESOURCE_GROUP" --name "$job" --query name --output tsv)
  for _ in {1..60}; do
    status=$(az containerapp job execution show --resource-group "$RESOURCE_GROUP" --name "$job" \
      --job-execution-name "$execution" --query properties.status --output tsv)
    case "$status" in
      Succeeded) return 0 ;;
      Running | Processing | Unknown | '') sleep 5 ;;
      *) break ;;
    esac
  done
  echo "The doctor has found a failure, or did not end ($status). Its report is in the log, under the job $job." >&2
  return 1
}
