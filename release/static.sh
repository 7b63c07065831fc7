#!/usr/bin/env bash
# Builds the static program of a checkout: the C library inside, so that it runs on any Linux of this processor,
# and in an empty container. No path of the machine is left in it, so that others can build the same bytes.
# usage: static.sh CHECKOUT TARGET-FOLDER PROGRAM
set -euo pipefail
cd "$1"
target=x86_64-unknown-linux-gnu
home=${CARGO_HOME:-$HOME/.cargo}
flags=(-C target-feature=+crt-static "--remap-path-prefix=$home=cargo" "--remap-path-prefix=$PWD=linchpin")
CARGO_ENCODED_RUSTFLAGS=$(IFS=$'\x1f' && echo -n "${flags[*]}") CFLAGS="-ffile-prefix-map=$home=cargo" \
  cargo build --release --locked --quiet --target "$target" -p linchpin-cli --features mcp --target-dir "$2"
strip -o "$3" "$2/$target/release/linchpin"
