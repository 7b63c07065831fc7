#!/usr/bin/env bash
# Builds the wheel, installs it into a clean environment and runs everything that Python promises.
# usage: check.sh [FOLDER-FOR-THE-WHEEL]; LINCHPIN_BIN names the program to compare with.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
wheels=$(realpath -m "${1:-$here/../../target/wheels}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/build"
"$work/build/bin/pip" install --quiet "maturin>=1.9,<2"
rm -rf "$wheels"
build() {
  (cd "$here" && "$work/build/bin/maturin" build --quiet --release --locked --out "$wheels" "$@")
}
# manylinux2014: linked by Zig, which knows what the C library of 2012 had. The crates are those that the program
# is made of, so this costs no more than another link.
if [ "$(uname -sm)" = "Linux x86_64" ] && "$work/build/bin/pip" install --quiet "ziglang>=0.15" lief abi3audit; then
  printf '#!/bin/sh\nexec "%s/build/bin/maturin" zig cc -- -target x86_64-linux-gnu.2.17 "$@"\n' "$work" > "$work/zig-cc"
  chmod +x "$work/zig-cc"
  PATH="$work/build/bin:$PATH" build --compatibility manylinux2014 -- -C "linker=$work/zig-cc" -C linker-flavor=gcc
  "$work/build/bin/python" -B "$here/../../release/test_wheel.py" --quiet
  "$work/build/bin/python" -B "$here/../../release/wheel.py" "$wheels"/*.whl
elif [ -n "${CI:-}" ]; then
  echo "no Zig, no wheel for manylinux2014"
  exit 1
else
  echo "no Zig for this machine: the wheel is for its own C library and system, and is no release"
  build
fi
wheel=$(echo "$wheels"/*.whl)

# The wheel alone must do: nothing else is installed here.
python3 -m venv "$work/clean"
"$work/clean/bin/pip" install --quiet "$wheel"
(cd "$work" && clean/bin/linchpin list > listed && clean/bin/python -c "import linchpin as lp
assert [study['id'] for study in lp.studies()], 'no studies'" && [ -s listed ])

python3 -m venv "$work/test"
"$work/test/bin/pip" install --quiet "$wheel[test]"
cp -r "$here/tests" "$here/notebooks" "$work/"
cp "$here/pyproject.toml" "$work/"
export LINCHPIN_BOOK=$here/../../book/src
# An engine and a lever of the Rust tests: the package opens their runs without knowing them.
export LINCHPIN_TOY_RUN=$work/toy
(cd "$here/../.." && cargo test --locked --quiet --workspace --test toy_engine python_gets_runs_of_the_desk > /dev/null)
cd "$work"
# A cache of pint's points into the environment that made it, which is gone by the next check.
XDG_CACHE_HOME=$work/cache test/bin/python -m pytest -q -p no:cacheprovider tests
test/bin/python -m doctest -o ELLIPSIS "$(test/bin/python -c 'import linchpin; print(linchpin.__file__)')"
test/bin/mypy --strict --config-file "$here/pyproject.toml" -p linchpin
