#!/usr/bin/env bash
# A team, its Admin key, and one project per live OpenAI project that nobody holds yet. The key is read from stdin:
#   FINOPS_URL=… FINOPS_TOKEN=fin_… ./onboard-team.sh 마케팅팀 < admin-key.txt
# Needs jq. Safe to run again within a day: the team and the key are not made twice, and a Project ID that is held stays.
set -euo pipefail

: "${FINOPS_URL:?address of finops-for-ai}" "${FINOPS_TOKEN:?a personal token of a workspace admin, fin_…}"
team_name=${1:?name of the team}
read -r admin_key
run=$(printf '%s' "$team_name $admin_key" | sha256sum | cut -c1-16)

auth=(--silent --show-error --fail-with-body --header "Authorization: Bearer $FINOPS_TOKEN")
post() { # post <path> [more options of curl], body on stdin
  curl "${auth[@]}" --header 'content-type: application/json' --data @- "$FINOPS_URL$1" "${@:2}"
}

team=$(jq -n --arg name "$team_name" '{$name}' | post /api/teams --header "Idempotency-Key: team-$run" | jq -r .id)
# The key goes through a pipe: an argument would be visible to everybody on this machine.
printf '%s' "$admin_key" | jq -R '{key: .}' |
  post "/api/teams/$team/admin-keys" --header "Idempotency-Key: key-$run" | jq -r '"key …\(.last4): \(.state)"'

free=$(curl "${auth[@]}" "$FINOPS_URL/api/teams/$team/candidates" |
  jq -c '[.items[] | select(.archived | not) | select(.boundTo == null) | .externalId]')
if [ "$free" = '[]' ]; then
  echo 'no OpenAI project is left to import'
else
  jq -c '{externalIds: .}' <<<"$free" | post "/api/teams/$team/import" | jq -r '.items[] | "\(.externalId) \(.detail)"'
fi
