#!/usr/bin/env bash
# The report page and every page of the application in a real browser, against the real program.
# usage: e2e/run.sh LINCHPIN REPORT.html [SCREENSHOT-FOLDER]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$1 report=$2 shots=${3:-}
runs=$(mktemp -d)
talk=$runs/talk
"$program" --runs "$runs/runs" run yearly-approvals --members 24 > /dev/null
"$program" --runs "$runs/runs" serve --bind 127.0.0.1:0 2> "$talk" &
server=$!
trap 'kill "$server" 2> /dev/null || true; rm -rf "$runs"' EXIT
for _ in $(seq 100); do
  address=$(grep -o 'http://[0-9.:]*/' "$talk" || true)
  [ -n "$address" ] && break
  sleep 0.1
done
[ -n "$address" ] || { cat "$talk"; exit 1; }
node "$here/app.mjs" "$address" ${shots:+"$shots"}
node "$here/report.mjs" "$report"
