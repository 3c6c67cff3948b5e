# shellcheck shell=bash
# How a release opens the deployment of the web app and closes it again. azure.sh reads this file.

# See decision 0054: the deployment is closed, and a release opens it.
# The deployment of the web app can be reached by nobody, and the app perhaps by some people only. Both are opened for this
# run, and closed when it ends, also if it fails. A run that is killed leaves them open: the next `deploy` closes them, and so does
# the next release when it ends.
rules=()
rule() {
  local action=$1 opening=()
  shift
  if [[ "$action" == add ]]; then
    opening=(--action Allow --priority 50)
    if [[ -n "${PIPELINE_ADDRESSES:-}" ]]; then opening+=(--ip-address "$PIPELINE_ADDRESSES"); else opening+=(--service-tag AzureCloud); fi
  fi
  az webapp config access-restriction "$action" "$@" --rule-name pipeline ${opening[@]+"${opening[@]}"} --output none
}

close_all() {
  local one failed=0
  for one in ${rules[@]+"${rules[@]}"}; do
    # shellcheck disable=SC2086 # Names of Azure have no spaces.
    if ! rule remove $one; then
      failed=1
      echo "The rule \"pipeline\" is still there: $one" >&2
    fi
  done
  # The version may have taken over, but nobody would look for an open door after a run that is green.
  ((failed == 0)) || exit 1
}

open() {
  [[ "${PIPELINE_ADDRESSES:-}" != none ]] || return 0
  # A release that was killed may have left its rule. Azure would take a second one of this name, and close_all would remove one.
  rule remove "$@" 2> /dev/null || true
  rules+=("$*")
  rule add "$@"
}

# The host of the deployment, and of the console.
deployment_host() {
  az webapp show "$@" --query "hostNameSslStates[?hostType=='Repository'].name | [0]" --output tsv
}

# A rule takes some seconds to have effect.
wait_until_open() {
  for _ in {1..30}; do
    [[ "$(curl --silent --output /dev/null --write-out '%{http_code}' "https://$1/")" == 403 ]] || return 0
    sleep 5
  done
  echo "The deployment is closed to this machine: PIPELINE_ADDRESSES does not name it." >&2
  return 1
}
