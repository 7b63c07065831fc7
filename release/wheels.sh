#!/usr/bin/env bash
# Builds the wheels for other systems than Linux, on Linux, into FOLDER, and says of each its size, its tag and what it
# asks of a system (release/wheel.py); one that is refused ends the script. Zig, from PyPI, is the C compiler, and for
# Windows the linker; what it holds of the systems is enough, so no kit of Apple's or Microsoft's is needed. None of
# these wheels is run here: release/wine.py runs the one for Windows, crates/linchpin-python/check.sh the one for Linux.
# usage: wheels.sh FOLDER [NAME...], with names of: windows-x86_64 macos-arm64 (all, without a name)
# Needs cargo, rustup, python3, and network for crates and tools; each wheel is a whole release compile.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
out=$(realpath -m "${1:?wheels.sh FOLDER [NAME...]}")
names=("${@:2}")
[ ${#names[@]} -gt 0 ] || names=(windows-x86_64 macos-arm64)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# For macOS Zig compiles C only, and Rust's own lld links: Zig's linker keeps every function for others to call, and
# its wheel is over the limit (19.5 MB, where lld's has 13.6). lld looks in $work/macos for what macOS has; the stub in
# release/macos says what its CoreFoundation has.
lld=(-- -C "linker=$work/lld" -C linker-flavor=ld64.lld -C "link-arg=-L$work/macos" -C "link-arg=-F$root/release/macos")
target_of() {
  # For Windows it is gnullvm: with windows-gnu rustc gives functions no sections of their own, so that the linker
  # cannot leave out those that nothing calls, and the wheel is over the limit (17.2 MB, where this one has 13.9).
  case $1 in
    windows-x86_64) target=x86_64-pc-windows-gnullvm more=() ;;
    macos-arm64) target=aarch64-apple-darwin more=("${lld[@]}") ;;
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
# What lld reads of macOS is Zig's, less a processor that it does not know yet.
mkdir "$work/macos"
zig=$(python -c 'import pathlib, ziglang; print(pathlib.Path(ziglang.__file__).parent)')
sed -zE 's/,\s*arm64e\.x1-[a-z]+//g' "$zig/lib/libc/darwin/libSystem.tbd" > "$work/macos/libSystem.tbd"
for name in c m iconv; do ln -s libSystem.tbd "$work/macos/lib$name.tbd"; done
# maturin writes its words for a linker as for a C compiler, -Wl,WORD,WORD.
cat > "$work/lld" << END
#!/usr/bin/env bash
words=()
for one in "\$@"; do
  case \$one in
    -Wl,*) IFS=, read -ra parts <<< "\${one#-Wl,}"; words+=("\${parts[@]}") ;;
    *) words+=("\$one") ;;
  esac
done
exec "$(rustc --print sysroot)/lib/rustlib/$(rustc -vV | sed -n 's/^host: //p')/bin/rust-lld" "\${words[@]}"
END
chmod +x "$work/lld"
# No path of this machine is left in a module that others install.
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
  maturin build --quiet --release --locked --zig --target "$target" --out "$work/wheels" "${more[@]}"
  python -B "$root/release/wheel.py" "$work"/wheels/*.whl
  rm -rf "$work/files"
  python -m zipfile -e "$work"/wheels/*.whl "$work/files"
  if grep -rF --include=*.so --include=*.pyd -e "$home/" -e "$root/" "$work/files"; then
    echo "a path of this machine is in the module for $name"
    exit 1
  fi
  mv "$work"/wheels/*.whl "$out/"
done
