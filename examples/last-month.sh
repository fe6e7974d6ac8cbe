#!/usr/bin/env bash
# Last month's bill, line by line, exact: FINOPS_URL=… FINOPS_TOKEN=fin_… ./last-month.sh [directory]
# Run it from the 4th of a month on: the last days are settled (확정) about three days after they closed.
set -euo pipefail

: "${FINOPS_URL:?address of finops-for-ai, e.g. https://finops.example.com}" "${FINOPS_TOKEN:?a personal token, fin_…}"
first=$(date -u -d "$(date -u +%Y-%m-01) -1 month" +%F)
last=$(date -u -d "$(date -u +%Y-%m-01) -1 day" +%F)
file="${1:-.}/costs_${first}_${last}.csv"

curl --silent --show-error --fail-with-body --retry 3 \
  --header "Authorization: Bearer $FINOPS_TOKEN" \
  --output "$file" "$FINOPS_URL/api/export/costs?from=$first&to=$last&format=csv"
echo "$file: $(($(wc -l <"$file") - 1)) lines"
