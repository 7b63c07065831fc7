"""BoARIO and Linchpin by turns on the same cores: python bench.py [rounds] [REGIONSxSECTORS …].

Needs a Python with BoARIO (see run.sh) and a release build of the example `ario_speed`. Prints, for each size
and order rule, the median seconds a day of both and their ratio, with the load before and after.
"""

import json
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent


def boario(m, s, order, days):
    out = subprocess.run(
        [sys.executable, str(HERE / "peer.py"), str(m), str(s), order, str(days)],
        capture_output=True, text=True, check=True, cwd=HERE,
    )
    return float(out.stdout.split()[-1])


def ours(m, s):
    example = ROOT / "target" / "release" / "examples" / "ario_speed"
    out = subprocess.run([str(example), "1", f"{m}x{s}"], capture_output=True, text=True, check=True)
    found = {}
    for line in out.stdout.splitlines():
        words = line.split()
        if len(words) >= 7 and words[1] in ("Alt", "NoAlt"):
            key = ("alt" if words[1] == "Alt" else "noalt", int(words[2]), int(words[3]))
            found[key] = (float(words[4]) / 1e3, float(words[5]), float(words[6]), words[7])
    print("   ", next(line for line in out.stdout.splitlines() if line.startswith("threads")))
    return found


def load():
    try:
        return pathlib.Path("/proc/loadavg").read_text().strip()
    except OSError:
        return "unknown"


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    sizes = sys.argv[2:] or ["41x35", "77x45", "49x163"]
    for size in sizes:
        m, s = map(int, size.split("x"))
        days = 20 if m * s < 2000 else 8 if m * s < 5000 else 4
        peer, own = {"alt": [], "noalt": []}, {}
        print(f"{size}: load {load()}")
        for _ in range(rounds):
            for order in peer:
                peer[order].append(boario(m, s, order, days))
            for key, values in ours(m, s).items():
                own.setdefault(key, []).append(values)
        for (order, width, lanes), runs in sorted(own.items()):
            theirs = statistics.median(peer[order])
            seconds, read, fma = (statistics.median(run[i] for run in runs) for i in range(3))
            print(json.dumps({
                "n": m * s, "order": order, "width": width, "lanes": lanes,
                "boario_ms": round(theirs * 1e3, 3), "ours_ms": round(seconds * 1e3, 4),
                "ratio": round(theirs / seconds, 1), "of_read": read, "of_fma": fma, "loss_off": runs[0][3],
            }))
        print(f"{size}: load after {load()}")


if __name__ == "__main__":
    main()
