#!/usr/bin/env bash
# Builds the wheels for other systems than Linux, on Linux, into FOLDER, and says of each its size, its tag and what it
# asks of a system (release/wheel.py); one that is refused ends the script. Zig, from PyPI, is the linker and the C
# compiler; no file of Microsoft's kits is used. None of these wheels is run here: release/wine.py runs the
# one for Windows, and crates/linchpin-python/check.sh makes and runs the one for Linux.
# usage: wheels.sh FOLDER [NAME...], with names of: windows-x86_64 (all, without a name)
# Needs cargo, rustup, python3, and network for crates and tools; each wheel is a whole release compile.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
out=$(realpath -m "${1:?wheels.sh FOLDER [NAME...]}")
names=("${@:2}")
[ ${#names[@]} -gt 0 ] || names=(windows-x86_64)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

target_of() {
  # For Windows it is gnullvm: with windows-gnu rustc gives functions no sections of their own, so that the linker
  # cannot leave out those that nothing calls, and the wheel is over the limit (17.2 MB, where this one has 13.9).
  case $1 in
    windows-x86_64) target=x86_64-pc-windows-gnullvm ;;
    *) echo "$1 is no name of a wheel; see the head of $0" >&2; exit 2 ;;
  esac
}
# A mistaken name is said before the first compile, not after it.
for name in "${names[@]}"; do target_of "$name"; done

python3 -m venv "$work/tools"
"$work/tools/bin/pip" install --quiet "maturin>=1.9,<2" "ziglang>=0.15" lief abi3audit
# maturin 1.16 tells the linker of a Windows module to export an entry by the module's whole name,
# PyInit_linchpin._linchpin, which no module has: Python looks for the last part. Its list is put right before cargo
# reads it.
CARGO_TARGET_DIR=$(realpath -m "${CARGO_TARGET_DIR:-$root/target}")
export CARGO_TARGET_DIR
list=$CARGO_TARGET_DIR/maturin/linchpin._linchpin.def
cat > "$work/tools/bin/cargo" << END
#!/bin/sh
[ ! -f "$list" ] || sed -i 's/linchpin[.]_linchpin/_linchpin/' "$list"
exec "$(command -v cargo)" "\$@"
END
chmod +x "$work/tools/bin/cargo"
export PATH="$work/tools/bin:$PATH"
# No path of this machine is left in what others install.
home=${CARGO_HOME:-$HOME/.cargo}
plain=("--remap-path-prefix=$home=cargo" "--remap-path-prefix=$root=linchpin")
CARGO_ENCODED_RUSTFLAGS=$(IFS=$'\x1f' && echo -n "${plain[*]}")
export CARGO_ENCODED_RUSTFLAGS CFLAGS="-ffile-prefix-map=$home=cargo"

mkdir -p "$out"
cd "$root/crates/linchpin-python"
for name in "${names[@]}"; do
  target_of "$name"
  rustup target list --installed | grep -qx "$target" || rustup target add "$target"
  rm -rf "$work/wheels"
  maturin build --quiet --release --locked --zig --target "$target" --out "$work/wheels"
  python -B "$root/release/wheel.py" "$work"/wheels/*.whl
  rm -rf "$work/files"
  python -m zipfile -e "$work"/wheels/*.whl "$work/files"
  if grep -rF -e "$home/" -e "$root/" "$work/files"; then
    echo "a path of this machine is in the wheel for $name"
    exit 1
  fi
  mv "$work"/wheels/*.whl "$out/"
done
