"""What `wheel.py` must refuse, on modules of a few lines: run by check.sh beside the wheel itself."""

import pathlib
import subprocess
import tempfile
import unittest
import zipfile

import lief
import wheel


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


if __name__ == "__main__":
    unittest.main()
