#!/bin/sh
# Sets up BoARIO 0.7.2 from PyPI in a virtual environment outside the repository and runs bench.py.
# The wheel of 0.7.2 declares no dependencies, so they are named here.
# Usage: run.sh VENV [rounds] [REGIONSxSECTORS …]
set -eu
venv=$1
shift
here=$(cd "$(dirname "$0")" && pwd)
if [ ! -x "$venv/bin/python" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install -q boario==0.7.2 numpy pandas pyarrow pymrio progressbar2 coloredlogs \
        country-converter psutil
fi
cargo build --release -p linchpin-network --example ario_speed --manifest-path "$here/../../Cargo.toml"
exec "$venv/bin/python" "$here/bench.py" "$@"
