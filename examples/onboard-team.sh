#!/usr/bin/env bash
# A team, its Admin key, and one project per live OpenAI project that nobody holds yet. The key is read from stdin:
#   FINOPS_URL=… FINOPS_TOKEN=fin_… ./onboard-team.sh 마케팅팀 < admin-key.txt
# Needs jq. Safe to run again within a day: the team and the key are not made twice, and a Project ID that is held stays.
set -euo pipefail

: "${FINOPS_URL:?address of finops-for-ai}" "${FINOPS_TOKEN:?a personal token of a workspace admin, fin_…}"
team_name=${1:?name of the team}
read -r admin_key
digest() { printf '%s' "$1" | sha256sum | cut -c1-32; }

call() { # call <path> [more options of curl]; says on stderr what the server says when it refuses
  local answer
  if answer=$(curl --silent --show-error --fail-with-body --header "Authorization: Bearer $FINOPS_TOKEN" \
    --header 'content-type: application/json' "$FINOPS_URL$1" "${@:2}"); then
    printf '%s' "$answer"
  else
    jq -r '.detail // .' <<<"$answer" >&2
    return 1
  fi
}

body=$(jq -n --arg name "$team_name" '{$name}')
team=$(call /api/teams --data "$body" --header "Idempotency-Key: team-$(digest "$team_name")")
team_id=$(jq -r .id <<<"$team")

# The key goes through a pipe: an argument would be visible to everybody on this machine.
key=$(jq -R '{key: .}' <<<"$admin_key" | call "/api/teams/$team_id/admin-keys" --data @- \
  --header "Idempotency-Key: key-$(digest "$team_id $admin_key")")
jq -r '"key …\(.last4): \(.state)"' <<<"$key"

candidates=$(call "/api/teams/$team_id/candidates")
free=$(jq -c '[.items[] | select(.archived | not) | select(.boundTo == null) | .externalId]' <<<"$candidates")
if [ "$free" = '[]' ]; then
  echo 'no OpenAI project is left to import'
else
  body=$(jq -c '{externalIds: .}' <<<"$free")
  results=$(call "/api/teams/$team_id/import" --data "$body")
  jq -r '.items[] | "\(.externalId) \(.detail)"' <<<"$results"
fi
