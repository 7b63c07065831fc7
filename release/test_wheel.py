"""What `wheel.py` must refuse, on modules of a few lines, and what `wine.py` must see: run by check.sh beside the wheel
itself. Wants ziglang.
"""

import base64
import contextlib
import hashlib
import io
import pathlib
import subprocess
import sys
import tempfile
import unittest
import zipfile
from collections.abc import Iterator
from unittest import mock

import lief
import wheel
import wine

# A module of a few lines has empty tables, of which LIEF warns.
lief.logging.disable()


def module(work: str, code: str) -> pathlib.Path:
    """A shared object made of C code for this machine."""
    source, made = pathlib.Path(work, "it.c"), pathlib.Path(work, "it.so")
    source.write_text(code)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", str(made), str(source)], check=True)
    return made


# gettid came with glibc 2.30, gettimeofday is as old as the C library on this processor (2.2.5).
GETTID = "extern int gettid(void); int ask(void) { return gettid(); }"
CLOCK = "extern int gettimeofday(void *, void *); int ask(void) { return gettimeofday(0, 0); }"


class Linux(unittest.TestCase):
    def asks(self, code: str) -> str:
        with tempfile.TemporaryDirectory() as work:
            return wheel.linux(lief.parse(module(work, code)))

    def test_an_old_symbol_passes_and_is_named(self) -> None:
        self.assertIn("newest symbol GLIBC_2.2.5;", self.asks(CLOCK))

    def test_a_newer_symbol_is_refused_by_name(self) -> None:
        with self.assertRaisesRegex(wheel.Refused, "newer than the tag: GLIBC_2.30"):
            self.asks(GETTID)

    def test_a_symbol_that_only_python_has_passes_and_any_other_is_refused(self) -> None:
        call = "extern int {0}(void); int ask(void) {{ gettimeofday(0, 0); return {0}(); }}"
        call = "extern int gettimeofday(void *, void *); " + call
        self.assertIn("GLIBC_2.2.5", self.asks(call.format("PyErr_CheckSignals")))
        with self.assertRaisesRegex(wheel.Refused, "symbols that nobody has: nobodys"):
            self.asks(call.format("nobodys"))


def zig(work: str, *arguments: str) -> None:
    """Zig's compiler and linker, without a C library; its caches go with the folder."""
    caches = {"ZIG_GLOBAL_CACHE_DIR": work, "ZIG_LOCAL_CACHE_DIR": work}
    with mock.patch.dict("os.environ", caches):
        subprocess.run([sys.executable, "-m", "ziglang", *arguments], cwd=work, check=True)


class Windows(unittest.TestCase):
    def asks(self, library: str = "python3.dll", shown: str = "PyInit_it", processor: str = "x86_64",
             platform: str = "win_amd64") -> str:
        """What a module is said to ask that takes one function from a library, and shows another."""
        source = """extern __declspec(dllimport) int PyErr_CheckSignals(void);
            __declspec(dllexport) int SHOWN(void) { return PyErr_CheckSignals(); }
            int DllMainCRTStartup(void *a, int b, void *c) { return 1; }"""
        machine = {"x86_64": "i386:x86-64", "aarch64": "arm64"}[processor]
        with tempfile.TemporaryDirectory() as work:
            pathlib.Path(work, "it.c").write_text(source.replace("SHOWN", shown))
            pathlib.Path(work, "it.def").write_text(f"LIBRARY {library}\nEXPORTS\nPyErr_CheckSignals\n")
            zig(work, "dlltool", "-m", machine, "-d", "it.def", "-l", "taken.lib")
            target = f"{processor}-windows-gnu"
            zig(work, "cc", "-target", target, "-nostdlib", "-shared", "-o", "it.pyd", "it.c", "taken.lib")
            return wheel.asked(pathlib.Path(work, "it.pyd").read_bytes(), platform, "PyInit_it")

    def test_a_module_of_the_stable_library_passes(self) -> None:
        self.assertEqual(self.asks(), "python3.dll")

    def test_the_library_of_one_python_or_of_a_compiler_is_refused_by_name(self) -> None:
        for library in ["python311", "libgcc_s_seh-1", "vcruntime140"]:
            with self.assertRaisesRegex(wheel.Refused, f"not every Windows has: {library}$"):
                self.asks(f"{library}.dll")

    def test_a_module_without_python_or_without_its_entry_is_refused(self) -> None:
        with self.assertRaisesRegex(wheel.Refused, "does not take Python's stable library"):
            self.asks("kernel32.dll")
        with self.assertRaisesRegex(wheel.Refused, "no entry for Python"):
            self.asks(shown="PyInit_other")

    def test_another_processor_or_platform_is_refused(self) -> None:
        with self.assertRaisesRegex(wheel.Refused, "for ARM64, not for AMD64"):
            self.asks(processor="aarch64")
        with self.assertRaisesRegex(wheel.Refused, "its module is none for win_arm64"):
            self.asks(platform="win_arm64")


class Mac(unittest.TestCase):
    def made(self, asks: str = "PyErr_CheckSignals", shown: str = "PyInit_it", target: str = "aarch64-macos.11.0",
             library: str = "") -> bytes:
        """A module that takes one function, from a library or from wherever it may be, and shows another."""
        source = f"extern int {asks}(void); int {shown}(void) {{ return {asks}(); }}"
        stub = f"""--- !tapi-tbd
tbd-version: 4
targets: [ arm64-macos ]
install-name: '{library}'
exports:
  - targets: [ arm64-macos ]
    symbols: [ _{asks} ]
...
"""
        with tempfile.TemporaryDirectory() as work:
            pathlib.Path(work, "it.c").write_text(source)
            pathlib.Path(work, "taken.tbd").write_text(stub)
            more = ["taken.tbd"] if library else ["-Wl,-undefined,dynamic_lookup"]
            zig(work, "cc", "-target", target, "-nostdlib", "-dynamiclib", "-o", "it.so", "it.c", *more)
            return pathlib.Path(work, "it.so").read_bytes()

    def asks(self, module: bytes, platform: str = "macosx_11_0_arm64") -> str:
        return wheel.asked(module, platform, "PyInit_it")

    def test_a_module_of_python_and_the_system_passes(self) -> None:
        self.assertEqual(self.asks(self.made()), "macOS 11.0 and newer; /usr/lib/libSystem.B.dylib")
        older = self.made(target="x86_64-macos.10.13")
        self.assertEqual(self.asks(older, "macosx_10_13_x86_64"), "macOS 10.13 and newer; /usr/lib/libSystem.B.dylib")

    def test_a_library_that_not_every_mac_has_is_refused_by_name(self) -> None:
        with self.assertRaisesRegex(wheel.Refused, "not every Mac has: /opt/lib/libmine.dylib$"):
            self.asks(self.made(library="/opt/lib/libmine.dylib"))

    def test_a_symbol_that_nobody_has_is_refused_by_name(self) -> None:
        with self.assertRaisesRegex(wheel.Refused, "symbols that nobody has: _nobodys$"):
            self.asks(self.made(asks="nobodys"))

    def test_a_newer_system_or_another_processor_than_the_tag_says_is_refused(self) -> None:
        with self.assertRaisesRegex(wheel.Refused, "wants macOS 12.3, and its tag says 11.0"):
            self.asks(self.made(target="aarch64-macos.12.3"))
        with self.assertRaisesRegex(wheel.Refused, "for ARM64, and its tag says x86_64"):
            self.asks(self.made(), "macosx_11_0_x86_64")
        with self.assertRaisesRegex(wheel.Refused, "its module is none for manylinux_2_17_aarch64"):
            self.asks(self.made(), "manylinux_2_17_aarch64")

    def test_a_module_without_an_entry_is_refused(self) -> None:
        with self.assertRaisesRegex(wheel.Refused, "no entry for Python"):
            self.asks(self.made(shown="PyInit_other"))

    def test_a_module_that_is_not_signed_or_changed_afterwards_is_refused(self) -> None:
        module = bytearray(self.made())
        # Zig signs pages of 16 KiB, as Apple's processors have them: byte 20,000 stands in the second.
        self.assertEqual(module[20_000], 0)
        module[20_000] = 1
        with self.assertRaisesRegex(wheel.Refused, r"changed after it was signed, in pages \[1\]"):
            self.asks(bytes(module))
        # LC_CODE_SIGNATURE is command 0x1d of 16 bytes; 0x29 is LC_DATA_IN_CODE, of the same form.
        command = module.index(b"\x1d\0\0\0\x10\0\0\0")
        module[command] = 0x29
        with self.assertRaisesRegex(wheel.Refused, "it is not signed"):
            self.asks(bytes(module))


class Wine(unittest.TestCase):
    def program(self, work: str, name: str, line: str) -> list[str | pathlib.Path]:
        """A program that lists one study and writes a line as its run."""
        listed = '{"studies": [{"id": "a", "scenarios": [{"id": "b"}]}]}'
        path = pathlib.Path(work, name)
        # Its words are: run a/b --members 8 --runs FOLDER
        path.write_text(
            f"""#!/bin/sh
            case $1 in
              list) echo '{listed}' ;;
              run) mkdir -p "$6/$2" && printf '{line}' > "$6/$2/run" ;;
            esac"""
        )
        path.chmod(0o755)
        return [path]

    def told(self, one: str, other: str) -> tuple[int, str]:
        said = io.StringIO()
        with tempfile.TemporaryDirectory() as work, contextlib.redirect_stdout(said):
            programs = self.program(work, "one", one), self.program(work, "other", other)
            return wine.compared(*programs, pathlib.Path(work)), said.getvalue()

    def test_equal_runs_pass_and_one_other_byte_is_told_by_its_file(self) -> None:
        self.assertEqual(self.told("1.0", "1.0"), (0, "a/b: 1 files, 3 bytes, the same\n"))
        self.assertEqual(self.told("1.0", "1.1"), (1, "a/b: other bytes in ['a/b/run']\n"))


class Wheel(unittest.TestCase):
    def test_a_changed_file_and_a_false_name_are_refused(self) -> None:
        with tempfile.TemporaryDirectory() as work:
            path = pathlib.Path(work, "it-1-cp310-abi3-manylinux2014_x86_64.whl")
            with zipfile.ZipFile(path, "w") as made:
                made.writestr("it.py", "1")
                # The digest of "2", by hand: printf 2 | openssl dgst -sha256 -binary | basenc --base64url
                made.writestr("it.dist-info/RECORD", "it.py,sha256=1HNeOiZeFu7gP1lxi5tdAwGcB9i2xR-Q2jpmbuwTqzU,1\nit.dist-info/RECORD,,\n")
            with zipfile.ZipFile(path) as made, self.assertRaisesRegex(wheel.Refused, "another digest of it.py"):
                wheel.record_holds(made)
            with zipfile.ZipFile(path, "a") as made:
                made.writestr("more.py", "")
            with zipfile.ZipFile(path) as made, self.assertRaisesRegex(wheel.Refused, "lists other files"):
                wheel.record_holds(made)

    @contextlib.contextmanager
    def wheel(self, name: str, tags: list[str], modules: dict[str, bytes]) -> Iterator[pathlib.Path]:
        """A wheel whose RECORD holds."""
        files = {**modules, "it.dist-info/WHEEL": "".join(f"Tag: {tag}\n" for tag in tags).encode()}
        digest = {name: base64.urlsafe_b64encode(hashlib.sha256(body).digest()).rstrip(b"=") for name, body in files.items()}
        rows = [f"{name},sha256={digest[name].decode()},{len(body)}\n" for name, body in files.items()]
        with tempfile.TemporaryDirectory() as work:
            path = pathlib.Path(work, name)
            with zipfile.ZipFile(path, "w") as made:
                for name, body in files.items():
                    made.writestr(name, body)
                made.writestr("it.dist-info/RECORD", "".join(rows) + "it.dist-info/RECORD,,\n")
            yield path

    def test_a_wheel_is_refused_by_its_size_its_tag_and_its_modules(self) -> None:
        name, tag = "it-1-cp310-abi3-win_amd64.whl", "cp310-abi3-win_amd64"
        with self.wheel(name, [tag], {"it.pyd": b"1"}) as path:
            size = path.stat().st_size
            with mock.patch("wheel.LIMIT", size), self.assertRaisesRegex(wheel.Refused, f"has {size} bytes"):
                wheel.said(path)
        with self.wheel(name, [tag, "cp310-abi3-win32"], {"it.pyd": b"1"}) as path:
            with self.assertRaisesRegex(wheel.Refused, "name says cp310-abi3-win_amd64, and WHEEL says"):
                wheel.said(path)
        with self.wheel(name, [tag], {"it.pyd": b"1", "more.dll": b"1"}) as path:
            with self.assertRaisesRegex(wheel.Refused, "holds 2 modules, not one"):
                wheel.said(path)
        with tempfile.TemporaryDirectory() as work:
            linux = module(work, CLOCK).read_bytes()
        with self.wheel(name, [tag], {"it.pyd": linux}) as path:
            with self.assertRaisesRegex(wheel.Refused, "its module is none for win_amd64"):
                wheel.said(path)


if __name__ == "__main__":
    unittest.main()
