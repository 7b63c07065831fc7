#!/usr/bin/env bash
# Makes what a release holds, into release/out or the folder given: a static program for Linux, the wheels for Linux,
# Windows and macOS, a bill of materials (CycloneDX), the book, and the digests of all. Needs cargo, rustup, python3 and
# network for crates. usage: build.sh [FOLDER [all]]; without the second word, what is for Linux alone.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
out=${1:-$root/release/out}
version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$root/Cargo.toml" | head -n 1)
target=x86_64-unknown-linux-gnu
cd "$root"
rm -rf "$out"
mkdir -p "$out"

release/static.sh "$root" target/static "$out/linchpin"
if ldd "$out/linchpin" 2>&1 | grep -q '=>'; then echo "the program is not static"; exit 1; fi
"$out/linchpin" list > /dev/null
name=linchpin-$version-linux-x86_64
mkdir "$out/$name"
mv "$out/linchpin" "$out/$name/"
cp README.md LICENSE-MIT LICENSE-APACHE DATA-LICENSES.md CITATION.cff CHANGELOG.md "$out/$name/"
# Same bytes on every build: no clock, no user.
tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$out" -cf - "$name" | gzip -n9 > "$out/$name.tar.gz"

crates/linchpin-python/check.sh "$out/wheels"
[ "${2:-}" != all ] || release/wheels.sh "$out/wheels"
mv "$out"/wheels/*.whl "$out/"
rmdir "$out/wheels"

command -v cargo-cyclonedx > /dev/null || cargo install --quiet --locked cargo-cyclonedx
cargo cyclonedx --manifest-path crates/linchpin-cli/Cargo.toml --format json --spec-version 1.5 \
  --target "$target" --override-filename sbom > /dev/null
# Our own crates are named by where they stand in the source, not by a folder of this machine.
sed "s|$root|/linchpin|g" crates/linchpin-cli/sbom.json > "$out/linchpin-$version.cdx.json"
if grep -F -e "$root/" -e "${CARGO_HOME:-$HOME/.cargo}/" "$out/linchpin-$version.cdx.json"; then exit 1; fi
find crates -name sbom.json -delete

command -v mdbook > /dev/null || cargo install --quiet --locked --no-default-features mdbook --version 0.5.4
mdbook build book > /dev/null 2>&1
tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C target -cf - book | gzip -n9 > "$out/linchpin-$version-book.tar.gz"

(cd "$out" && find . -maxdepth 1 -type f ! -name SHA256SUMS -printf '%f\n' | sort | xargs sha256sum > SHA256SUMS && cat SHA256SUMS)
