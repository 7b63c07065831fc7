"""Says of each wheel given what it is and what it asks of a system; fails where that is more than its tag promises.

usage: wheel.py WHEEL...; wants lief and abi3audit, which the Python package's `check.sh` installs.
"""

import base64
import csv
import hashlib
import pathlib
import re
import struct
import subprocess
import sys
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

PE_LIBRARIES = re.compile(
    r"python3|kernel32|ntdll|ws2_32|advapi32|bcrypt|bcryptprimitives|userenv|ole32|oleaut32|combase|secur32|shell32"
    r"|msvcrt|ucrtbase|api-ms-win-[a-z0-9-]+"
)
"""Python's stable library and those of Windows 10 and newer, without their ending."""
MACH_LIBRARIES = re.compile(
    r"/usr/lib/(libSystem\.B|libiconv\.2|libobjc\.A)\.dylib"
    r"|/System/Library/Frameworks/(CoreFoundation)\.framework/(Versions/A/)?\2"
)
"""What every Mac has, as far as Rust asks for it."""
MACH_PROCESSORS = {
    "arm64": lief.MachO.Header.CPU_TYPE.ARM64,
    "x86_64": lief.MachO.Header.CPU_TYPE.X86_64,
}


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


def windows(binary: lief.PE.Binary, entry: str) -> str:
    """A Windows module is for 64-bit Intel and takes from Python's stable library and from the system only."""
    if binary.header.machine != lief.PE.Header.MACHINE_TYPES.AMD64:
        raise Refused(f"it is for {binary.header.machine.name}, not for AMD64")
    names = {one.name.lower().removesuffix(".dll") for one in [*binary.imports, *binary.delay_imports]}
    refuse_others("libraries that not every Windows has", {one for one in names if not PE_LIBRARIES.fullmatch(one)})
    if "python3" not in names:
        raise Refused("it does not take Python's stable library python3.dll")
    export = binary.get_export()
    if export is None or entry not in {one.name for one in export.entries}:
        raise Refused("it has no entry for Python")
    return ", ".join(sorted(name + ".dll" for name in names))


def unsigned_pages(module: bytes, at: int) -> list[int]:
    """The pages of a Mach-O file whose bytes are not those that its signature, which starts at `at`, was made of."""
    magic, _, count = struct.unpack_from(">III", module, at)
    if magic != 0xFADE0CC0:
        raise Refused("its signature is not one of macOS")
    blobs = [struct.unpack_from(">II", module, at + 12 + 8 * index) for index in range(count)]
    [directory] = [at + offset for kind, offset in blobs if kind == 0]
    # CodeDirectory: magic, length, version, flags, hashes, identifier, special slots, slots, limit; then four bytes.
    _, _, _, _, hashes, _, _, slots, limit = struct.unpack_from(">9I", module, directory)
    size, kind, _, page = struct.unpack_from(">4B", module, directory + 36)
    if (size, kind) != (32, 2) or limit != at or slots != -(-limit // (1 << page)):
        raise Refused("its signature does not cover it by SHA-256")
    wrong = []
    for slot in range(slots):
        start, stated = slot << page, directory + hashes + 32 * slot
        found = hashlib.sha256(module[start : min(start + (1 << page), limit)]).digest()
        if found != module[stated : stated + 32]:
            wrong.append(slot)
    return wrong


def macos(binary: lief.MachO.Binary, module: bytes, platform: str, entry: str) -> str:
    """A macOS module takes from the system only, runs on the system of its tag, and is signed as it is."""
    release, processor = re.fullmatch(r"macosx_(\d+_\d+)_(\w+)", platform).groups()
    if binary.header.cpu_type != MACH_PROCESSORS[processor]:
        raise Refused(f"it is for {binary.header.cpu_type.name}, and its tag says {processor}")
    libraries = {one.name for one in binary.libraries if one.command != lief.MachO.LoadCommand.TYPE.ID_DYLIB}
    refuse_others("libraries that not every Mac has", {one for one in libraries if not MACH_LIBRARIES.fullmatch(one)})
    tagged = [int(part) for part in release.split("_")]
    least = binary.build_version.minos if binary.has_build_version else binary.version_min.version
    if least[:2] > tagged:
        raise Refused(f"it wants macOS {least[0]}.{least[1]}, and its tag says {tagged[0]}.{tagged[1]}")
    # What is looked for in the whole process is found there only if Python has it.
    flat = {
        symbol.name
        for symbol in binary.imported_symbols
        if not symbol.has_binding_info or symbol.binding_info.library_ordinal < 0
    }
    refuse_others("symbols that nobody has", {name for name in flat if not re.match(r"__?Py", name)})
    if f"_{entry}" not in {symbol.name for symbol in binary.exported_symbols}:
        raise Refused("it has no entry for Python")
    # A Mac with Apple's processor loads no module without a signature, and ends a program whose pages differ from it.
    if binary.has_code_signature:
        wrong = unsigned_pages(module, binary.code_signature.data_offset)
        if wrong:
            raise Refused(f"it was changed after it was signed, in pages {wrong}")
    elif processor == "arm64":
        raise Refused("it is not signed")
    return f"macOS {least[0]}.{least[1]} and newer; {', '.join(sorted(libraries))}"


def asked(module: bytes, platform: str, entry: str) -> str:
    """What the module of a wheel asks of its platform, by the form of the file."""
    binary = lief.parse(module)
    if isinstance(binary, lief.ELF.Binary) and set(platform.split(".")) == set(TAG.split(".")):
        return linux(binary)
    if isinstance(binary, lief.PE.Binary) and platform == "win_amd64":
        return windows(binary, entry)
    if isinstance(binary, lief.MachO.Binary) and re.fullmatch(r"macosx_\d+_\d+_(arm64|x86_64)", platform):
        return macos(binary, module, platform, entry)
    raise Refused(f"its module is none for {platform}")


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
    with zipfile.ZipFile(path) as wheel:
        files = record_holds(wheel)
        [stated] = [name for name in wheel.namelist() if name.endswith(".dist-info/WHEEL")]
        tags = re.findall(r"^Tag: (.*)$", wheel.read(stated).decode(), re.MULTILINE)
        if sorted(tags) != sorted(f"{python}-{abi}-{one}" for one in platform.split(".")):
            raise Refused(f"its name says {tag}, and WHEEL says {tags}")
        modules = [name for name in wheel.namelist() if re.search(r"\.(so|pyd|dylib|dll)$", name)]
        if len(modules) != 1:
            raise Refused(f"it holds {len(modules)} modules, not one")
        [module] = modules
        body = wheel.read(module)
    asks = asked(body, platform, f"PyInit_{pathlib.PurePath(module).name.split('.')[0]}")
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
