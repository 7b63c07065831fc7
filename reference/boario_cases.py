"""Writes further cases for the differential test of ARIO, with BoARIO 0.7.2 from PyPI.

Usage: python reference/boario_cases.py OUTPUT_FOLDER [CASE ...]
Then:  LINCHPIN_BOARIO_CASES=OUTPUT_FOLDER cargo test -p linchpin-network --test boario

The wheel of BoARIO declares no dependencies; also install numpy pandas pyarrow pymrio
progressbar2 coloredlogs country-converter psutil. Versions used: boario 0.7.2, pymrio 0.7.0.

Two kinds of case are left out because they turn on the last bit of BoARIO's own sums: shocks of
1e-5 and less (whether overproduction counts as exactly idle), and rebuilding over two days (whether
halves round up or down at the seventh digit).
"""

import json
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pymrio
from boario import event
from boario.extended_models import ARIOPsiModel
from boario.model_base import ARIOBaseModel
from boario.simulation import Simulation

warnings.filterwarnings("ignore")

DEFAULTS = dict(
    regions=3, sectors=5, fd_cat=1, seed=1, days=150, density=1.0, shock="recovery", n_hit=3,
    size=0.5, occurrence=5, duration=20, tau=30, order_type="alt", model="psi", psi=0.8,
    inv_days=15, inv_tau=60, alpha_max=1.25, alpha_tau=365, recovery_function="linear",
    rebuilding_factor=1.0,
)

SMALL = dict(regions=2, sectors=3, days=50, n_hit=2, duration=5, tau=15, inv_days=8)

# The first three are kept in crates/linchpin-network/tests/boario, so that the test never skips.
CASES = {
    "small-rebuild-alt": SMALL | dict(shock="rebuild"),
    "small-arbitrary-noalt": SMALL | dict(shock="arbitrary", order_type="noalt"),
    "small-concave-base": SMALL | dict(recovery_function="concave", model="base"),
    "base": dict(model="base", shock="arbitrary"),
    "base-rebuild": dict(model="base", shock="rebuild"),
    "sparse": dict(density=0.3, shock="arbitrary", seed=3),
    "two-categories": dict(fd_cat=2, order_type="noalt"),
    "concave": dict(recovery_function="concave"),
    "convexe": dict(recovery_function="convexe"),
    "convexe-noscale": dict(recovery_function="convexe noscale"),
    "arbitrary-convexe": dict(shock="arbitrary", recovery_function="convexe"),
    "arbitrary-concave": dict(shock="arbitrary", recovery_function="concave"),
    "deep": dict(size=0.9, inv_days=4, shock="arbitrary", days=300),
    "first-day": dict(occurrence=1, duration=1, tau=3),
    "rebuild-factor": dict(shock="rebuild", rebuilding_factor=1.5, days=300),
    "short-stocks": dict(inv_days=1, shock="arbitrary"),
    "one-region": dict(regions=1, sectors=6, shock="rebuild", order_type="noalt"),
    "larger": dict(
        regions=6, sectors=9, n_hit=12, size=0.7, shock="rebuild", days=400, inv_days=30
    ),
}


def table(regions, sectors, categories, seed, density):
    """A random table in which every industry buys at most 70 % of what it makes."""
    random = np.random.default_rng(seed)
    n = regions * sectors
    z = random.lognormal(3, 2, (n, n)) * (random.random((n, n)) < density)
    y = random.lognormal(7, 1, (n, regions * categories))
    for a in range(regions):
        for b in range(regions):
            if a != b:
                z[a * sectors:(a + 1) * sectors, b * sectors:(b + 1) * sectors] *= 0.05
                y[a * sectors:(a + 1) * sectors, b * categories:(b + 1) * categories] *= 0.05
    for _ in range(50):
        x = z.sum(1) + y.sum(1)
        z *= np.minimum(1, 0.7 * x / np.maximum(z.sum(0), 1e-300))[None, :]
    return z, y, z.sum(1) + y.sum(1)


def names(frame):
    frame.columns = ["|".join(map(str, name)) for name in frame.columns]
    return frame


def write(folder, settings):
    given = DEFAULTS | settings
    m, s, c = given["regions"], given["sectors"], given["fd_cat"]
    n = m * s
    z, y, x = table(m, s, c, given["seed"], given["density"])
    regions = [f"reg{i:04d}" for i in range(m)]
    sectors = [f"sec{i:04d}" for i in range(s)]
    industries = pd.MultiIndex.from_product([regions, sectors], names=["region", "sector"])
    demand = pd.MultiIndex.from_product(
        [regions, [f"fd{i:04d}" for i in range(c)]], names=["region", "category"]
    )
    system = pymrio.IOSystem(
        Z=pd.DataFrame(z, index=industries, columns=industries),
        Y=pd.DataFrame(y, index=industries, columns=demand),
        x=pd.DataFrame({"indout": x}, index=industries),
    )
    system.calc_all()
    common = dict(
        order_type=given["order_type"], alpha_max=given["alpha_max"],
        alpha_tau=given["alpha_tau"], main_inv_dur=given["inv_days"],
    )
    if given["model"] == "psi":
        model = ARIOPsiModel(
            system, psi_param=given["psi"], inventory_restoration_tau=given["inv_tau"], **common
        )
    else:
        model = ARIOBaseModel(system, **common)
    random = np.random.default_rng(given["seed"] + 100)
    hit = [int(i) for i in random.choice(n, given["n_hit"], replace=False)]
    capital = 4 * np.maximum(0, x - z.sum(0))
    arbitrary = given["shock"] == "arbitrary"
    impact = [given["size"] * (1.0 if arbitrary else float(capital[i])) for i in hit]
    series = pd.Series(impact, index=pd.MultiIndex.from_tuples([industries[i] for i in hit]))
    shared = dict(
        impact=series, occurrence=given["occurrence"], duration=given["duration"], name="shock"
    )
    if not arbitrary:
        shared["event_monetary_factor"] = 10**6
    rebuilding = None
    if given["shock"] == "rebuild":
        rebuilding = s - 1
        shock = event.from_series(
            event_type="rebuild", rebuild_tau=given["tau"],
            rebuilding_sectors={sectors[rebuilding]: 1.0},
            rebuilding_factor=given["rebuilding_factor"], **shared,
        )
    else:
        shock = event.from_series(
            event_type=given["shock"], recovery_tau=given["tau"],
            recovery_function=given["recovery_function"], **shared,
        )
    run = Simulation(model, n_temporal_units_to_sim=given["days"], register_stocks=True)
    run.add_event(shock)
    run.loop()
    folder.mkdir(parents=True, exist_ok=True)
    for name, values in [("Z", z), ("Y", y), ("x", x)]:
        np.savetxt(folder / f"{name}.csv", values, delimiter=",", fmt="%.17g")
    for name in ["production_realised", "production_capacity", "final_demand_unmet", "rebuild_prod"]:
        names(getattr(run, name)).to_parquet(folder / f"{name}.parquet")
    names(run.inputs_stocks).reset_index().to_parquet(folder / "inputs_stocks.parquet")
    described = dict(
        type=given["shock"], industries=hit, impact=impact, tau=given["tau"],
        rebuilding_sector=rebuilding, rebuilding_factor=given["rebuilding_factor"],
        recovery_function=given["recovery_function"], occurrence=given["occurrence"],
        duration=given["duration"],
    )
    case = dict(args=given, n_regions=m, n_sectors=s, n_industries=n, shock=described)
    (folder / "run.json").write_text(json.dumps(case, indent=1))


if __name__ == "__main__":
    out = Path(sys.argv[1])
    for case in sys.argv[2:] or CASES:
        write(out / case, CASES[case])
        print(case)
