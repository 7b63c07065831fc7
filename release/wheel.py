"""Says of each wheel given what it is and what it asks of a system; fails where that is more than its tag promises.

usage: wheel.py WHEEL...; wants lief and abi3audit, which the Python package's `check.sh` installs.
"""

import base64
import csv
import hashlib
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

import lief

LIMIT = 15_000_000
"""Bytes that a wheel may have."""

ELF_LIBRARIES = {
    "ld-linux-x86-64.so.2", "libc.so.6", "libdl.so.2", "libgcc_s.so.1", "libm.so.6", "libpthread.so.0", "librt.so.1",
}
"""What manylinux2014 (PEP 599) lets a wheel take from the system, as far as Rust asks for it."""
GLIBC = (2, 17)
"""The newest version of symbols of the C library that it may ask for."""
TAG = "manylinux_2_17_x86_64.manylinux2014_x86_64"
"""How manylinux2014 is written in the name of a wheel, by its new and its old word."""


class Refused(Exception):
    """The wheel is not what its name says."""


def refuse_others(what: str, found: set[str]) -> None:
    if found:
        raise Refused(f"{what}: {', '.join(sorted(found))}")


def linux(binary: lief.ELF.Binary) -> str:
    """The libraries and symbols of a module are those of manylinux2014."""
    refuse_others("libraries that manylinux2014 does not have", set(binary.libraries) - ELF_LIBRARIES)
    names = [one.name for need in binary.symbols_version_requirement for one in need.get_auxiliary_symbols()]
    asked = [name for name in names if name.startswith("GLIBC_")]
    number = {name: tuple(int(part) for part in name.removeprefix("GLIBC_").split(".")) for name in asked}
    top = max(asked, key=lambda name: number[name])
    refuse_others("symbols newer than the tag", {name for name in asked if number[name] > GLIBC})
    # A symbol without a version stands in no C library of that age: Python's own, or nobody's.
    bare = {
        symbol.name
        for symbol in binary.dynamic_symbols
        if symbol.shndx == 0
        and symbol.binding == lief.ELF.Symbol.BINDING.GLOBAL
        and not (symbol.has_version and symbol.symbol_version.has_auxiliary_version)
        and not re.match(r"_?Py", symbol.name)
    }
    refuse_others("symbols that nobody has", bare)
    return f"newest symbol {top}; {', '.join(sorted(binary.libraries))}"


def record_holds(wheel: zipfile.ZipFile) -> int:
    """Every file is listed with its digest, and every listed file is there; gives how many."""
    [record] = [name for name in wheel.namelist() if name.endswith(".dist-info/RECORD")]
    rows = list(csv.reader(wheel.read(record).decode().splitlines()))
    if {row[0] for row in rows} != {name for name in wheel.namelist() if not name.endswith("/")}:
        raise Refused("RECORD lists other files than the wheel holds")
    for name, digest, _ in rows:
        if name != record:
            found = base64.urlsafe_b64encode(hashlib.sha256(wheel.read(name)).digest()).rstrip(b"=").decode()
            if digest != f"sha256={found}":
                raise Refused(f"RECORD has another digest of {name}")
    return len(rows)


def audited(path: pathlib.Path) -> None:
    """Every symbol of Python is one of the stable interface since the version in the tag."""
    audit = [sys.executable, "-m", "abi3audit", "--strict", str(path)]
    done = subprocess.run(audit, capture_output=True, text=True)
    if done.returncode != 0:
        raise Refused(f"abi3audit: {done.stdout}{done.stderr}")


def said(path: pathlib.Path) -> str:
    """What a wheel is, or Refused."""
    size = path.stat().st_size
    if size >= LIMIT:
        raise Refused(f"it has {size:,} bytes, and {LIMIT:,} are the limit")
    tag = "-".join(path.stem.split("-")[2:])
    python, abi, platform = tag.split("-")
    with zipfile.ZipFile(path) as wheel, tempfile.TemporaryDirectory() as work:
        files = record_holds(wheel)
        [stated] = [name for name in wheel.namelist() if name.endswith(".dist-info/WHEEL")]
        tags = re.findall(r"^Tag: (.*)$", wheel.read(stated).decode(), re.MULTILINE)
        if sorted(tags) != sorted(f"{python}-{abi}-{one}" for one in platform.split(".")):
            raise Refused(f"its name says {tag}, and WHEEL says {tags}")
        modules = [name for name in wheel.namelist() if name.endswith(".so")]
        if set(platform.split(".")) != set(TAG.split(".")) or len(modules) != 1:
            raise Refused(f"it holds {len(modules)} modules for {platform}, not one for {TAG}")
        [module] = modules
        binary = lief.parse(wheel.extract(module, work))
    asks = linux(binary)
    audited(path)
    lines = [path.name, f"{size:,} bytes, {files} files, tag {tag}", f"{module}: {asks}", "stable interface: abi3audit"]
    return "\n  ".join(lines)


def main() -> int:
    refused = 0
    for path in map(pathlib.Path, sys.argv[1:]):
        try:
            print(said(path))
        except Refused as why:
            refused += 1
            print(f"{path.name} is refused: {why}", file=sys.stderr)
    return 1 if refused or not sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
