#!/usr/bin/env bash
# Two builds of the last commit, from two clean clones in folders of different names, must be the same bytes.
# Takes two cold release builds. usage: same.sh
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for name in one another/name; do
  git clone --quiet "$root" "$work/$name"
  "$work/$name/release/static.sh" "$work/$name" "$work/target-$(basename "$name")" "$work/program-$(basename "$name")"
  # A cache of the first build would make the second one easy.
  rm -rf "$work/target-$(basename "$name")"
done
cd "$work"
sha256sum program-one program-name
cmp program-one program-name
if strings -n 6 program-one | grep -F -e "$work" -e "${CARGO_HOME:-$HOME/.cargo}"; then
  echo "a path of this machine is in the program"
  exit 1
fi
echo "two builds, one digest"
