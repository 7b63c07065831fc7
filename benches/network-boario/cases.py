"""Writes cases with BoARIO from PyPI in the layout that `linchpin network ario --inputs DIR` reads.

In comes a folder; out come `DIR/<case>/` with Z.csv, Y.csv, x.csv, run.json and BoARIO's daily records
in Parquet. Cases are drawn from a seed: tables, event types, curves, parameters, several events.
Usage: python cases.py OUT [count] [seed]
"""

import json
import pathlib
import sys
import warnings

warnings.filterwarnings("ignore")
import logging

logging.disable(logging.CRITICAL)
import numpy as np
import pandas as pd
import pymrio
from boario import event
from boario.extended_models import ARIOPsiModel
from boario.model_base import ARIOBaseModel
from boario.simulation import Simulation

SERIES = ["production_realised", "production_capacity", "final_demand_unmet", "rebuild_prod"]


def table(rng, m, s, c, density, idle):
    """A random table whose industries buy at most 70 % of what they make."""
    n = m * s
    z = np.exp(rng.normal(4, 2, (n, n))) * (rng.random((n, n)) < density)
    z *= np.where(np.arange(n)[:, None] // s == np.arange(n)[None, :] // s, 1.0, 0.1)
    y = np.exp(rng.normal(5, 1, (n, m * c)))
    y *= np.where(np.arange(n)[:, None] // s == np.arange(m * c)[None, :] // c, 1.0, 0.1)
    if idle:
        i = int(rng.integers(n))
        z[i, :] = z[:, i] = y[i, :] = 0.0
    for _ in range(60):
        x = z.sum(1) + y.sum(1)
        bought = z.sum(0)
        z *= np.minimum(1.0, np.divide(0.7 * x, bought, out=np.ones(n), where=bought > 0))
    return z, y, z.sum(1) + y.sum(1)


def system(z, y, x, m, s, c):
    regions = [f"reg{r:04d}" for r in range(m)]
    sectors = [f"sec{p:04d}" for p in range(s)]
    rows = pd.MultiIndex.from_product([regions, sectors], names=["region", "sector"])
    cols = pd.MultiIndex.from_product([regions, [f"fd{k:04d}" for k in range(c)]], names=["region", "category"])
    mrio = pymrio.IOSystem(
        Z=pd.DataFrame(z, index=rows, columns=rows),
        Y=pd.DataFrame(y, index=rows, columns=cols),
        x=pd.DataFrame({"indout": x}, index=rows),
    )
    mrio.calc_all()
    return mrio, rows


def draw_event(rng, kinds, m, s, c, x, va, kva, factor):
    n = m * s
    kind = str(rng.choice(kinds))
    count = int(rng.integers(1, 1 + min(4, n)))
    able = np.flatnonzero((x > 0) & (va > 1e-6))
    hit = [int(i) for i in rng.choice(able, min(count, len(able)), replace=False)]
    size = rng.choice([0.01, 0.2, 0.5, 0.9])
    spread = rng.random(len(hit)) if rng.random() < 0.5 else np.ones(len(hit))
    shock = {"type": kind, "industries": hit, "occurrence": int(rng.integers(1, 20)), "duration": int(rng.integers(1, 25))}
    if kind == "arbitrary":
        shock["impact"] = [float(size * v) for v in spread]
    else:
        shock["impact"] = [float(0.4 * size * v * kva * va[i]) for i, v in zip(hit, spread)]
    if kind == "rebuild":
        sectors = rng.choice(s, int(rng.integers(1, 1 + min(3, s))), replace=False)
        shares = rng.random(len(sectors)) + 0.1
        shares /= shares.sum()
        shares[-1] = 1.0 - shares[:-1].sum()
        if len(sectors) == 1:
            shock["rebuilding_sector"] = int(sectors[0])
        else:
            shock["rebuilding_sectors"] = {f"sec{int(p):04d}": float(w) for p, w in zip(sectors, shares)}
        shock["rebuilding_factor"] = float(rng.choice([1.0, 1.2, 0.7]))
        shock["tau"] = int(rng.integers(5, 90))
        if rng.random() < 0.4:
            homes = {(int(rng.integers(m)), int(rng.integers(c))) for _ in range(2)}
            shock["households_impact"] = {f"reg{r:04d}|fd{k:04d}": float(x.mean() * 0.1) for r, k in sorted(homes)}
    else:
        shock["tau"] = int(rng.integers(3, 80))
        shock["recovery_function"] = str(rng.choice(["linear", "convexe", "convexe noscale", "concave"]))
    if factor and kind != "arbitrary":
        shock["event_monetary_factor"] = factor[0]
        shock["impact"] = [v * factor[1] / factor[0] for v in shock["impact"]]
    return shock


def build(shock, rows, unit):
    index = rows[shock["industries"]]
    impact = pd.Series(shock["impact"], index=index, dtype="float64")
    keys = dict(occurrence=shock["occurrence"], duration=shock["duration"])
    kind = shock["type"]
    if kind != "arbitrary":
        # Impacts are in the unit of the table unless they say otherwise; BoARIO's default is one.
        keys["event_monetary_factor"] = shock.get("event_monetary_factor", unit)
    if kind == "rebuild":
        keys["rebuild_tau"] = shock["tau"]
        keys["rebuilding_factor"] = shock["rebuilding_factor"]
        sectors = shock.get("rebuilding_sectors")
        keys["rebuilding_sectors"] = sectors or {f"sec{shock['rebuilding_sector']:04d}": 1.0}
        if "households_impact" in shock:
            homes = shock["households_impact"]
            index = pd.MultiIndex.from_tuples([tuple(k.split("|")) for k in homes], names=["region", "category"])
            keys["households_impact"] = pd.Series(list(homes.values()), index=index)
    else:
        keys["recovery_tau"] = shock["tau"]
        keys["recovery_function"] = shock["recovery_function"]
    return event.from_series(impact=impact, event_type=kind, **keys)


def one(rng, out, name):
    m, s = int(rng.integers(1, 6)), int(rng.integers(2, 8))
    c = int(rng.choice([1, 1, 2, 3]))
    density = float(rng.choice([1.0, 0.7, 0.3]))
    z, y, x = table(rng, m, s, c, density, rng.random() < 0.1)
    mrio, rows = system(z, y, x, m, s, c)
    psi = rng.random() < 0.75
    args = {
        "regions": m, "sectors": s, "fd_cat": c, "days": int(rng.choice([60, 150, 250])), "density": density,
        "order_type": str(rng.choice(["alt", "noalt"])), "model": "psi" if psi else "base",
        "psi": float(rng.choice([0.8, 0.5, 0.9, 1.0])), "inv_days": int(rng.choice([90, 15, 5, 3])),
        "inv_tau": int(rng.choice([60, 10, 30])), "alpha_max": float(rng.choice([1.25, 1.0, 1.5])),
        "alpha_tau": int(rng.choice([365, 30])),
    }
    keys = dict(order_type=args["order_type"], alpha_max=args["alpha_max"], alpha_tau=args["alpha_tau"], main_inv_dur=args["inv_days"])
    if rng.random() < 0.25:
        args["inventory_dict"] = {f"sec{p:04d}": int(rng.choice([2, 4, 10, 60])) for p in range(s)}
        keys["inventory_dict"] = dict(args["inventory_dict"])
    if rng.random() < 0.2:
        args["infinite_inventories_sect"] = [f"sec{int(rng.integers(s)):04d}"]
        keys["infinite_inventories_sect"] = list(args["infinite_inventories_sect"])
    kva = 4.0
    va = np.maximum(0.0, x - z.sum(0))
    if rng.random() < 0.2:
        args["productive_capital_to_VA_dict"] = {f"sec{p:04d}": float(rng.choice([2.0, 4.0, 6.5])) for p in range(s)}
        keys["productive_capital_to_VA_dict"] = dict(args["productive_capital_to_VA_dict"])
        kva = 2.0
    elif rng.random() < 0.15:
        args["productive_capital_vector"] = [float(v) for v in x * 3]
        keys["productive_capital_vector"] = pd.Series(x * 3, index=rows)
        kva = 2.0
    if rng.random() < 0.15:
        args["alpha_base"] = 1.1
        args["alpha_max"] = max(args["alpha_max"], 1.2)
        keys["alpha_base"], keys["alpha_max"] = 1.1, args["alpha_max"]
    if rng.random() < 0.2:
        args["monetary_factor"] = int(rng.choice([10**3, 1]))
        keys["monetary_factor"] = args["monetary_factor"]
    if rng.random() < 0.1:
        args["iotable_year_to_temporal_unit_factor"] = 52
        keys["iotable_year_to_temporal_unit_factor"] = 52
    unit = args.get("monetary_factor", 10**6)
    factor = (1, unit) if rng.random() < 0.15 else None
    if psi:
        keys["psi_param"] = args["psi"]
        keys["inventory_restoration_tau"] = args["inv_tau"]
        if rng.random() < 0.2:
            args["inventory_restoration_tau"] = {f"sec{p:04d}": int(rng.choice([5, 20, 60])) for p in range(s)}
            keys["inventory_restoration_tau"] = dict(args["inventory_restoration_tau"])
        model = ARIOPsiModel(mrio, **keys)
    else:
        model = ARIOBaseModel(mrio, **keys)
    several = int(rng.choice([1, 1, 2, 3]))
    # BoARIO 0.7.2 stops when a capacity event overlaps another event, and when one of several
    # rebuilding events is done.
    kinds = ["arbitrary", "recovery", "rebuild"] if several == 1 else ["recovery", "rebuild"]
    shocks = []
    for _ in range(several):
        shock = draw_event(rng, kinds, m, s, c, x, va, kva, factor)
        if shock["type"] == "rebuild" and rng.random() < 0.7:
            kinds = ["recovery"]
        shocks.append(shock)
    if several == 2 and rng.random() < 0.5:
        shocks = [draw_event(rng, ["arbitrary"], m, s, c, x, va, kva, None) for _ in range(2)]
        shocks[0] |= {"tau": 5, "recovery_function": "linear", "occurrence": 2, "duration": 4}
        shocks[1] |= {"occurrence": 25, "duration": 3}
    sim = Simulation(model, n_temporal_units_to_sim=args["days"], register_stocks=True, boario_output_dir=out / "boario")
    for shock in shocks:
        sim.add_event(build(shock, rows, args.get("monetary_factor", 10**6)))
    sim.loop()
    folder = out / name
    folder.mkdir(parents=True, exist_ok=True)
    for label, values in [("Z", z), ("Y", y), ("x", x)]:
        np.savetxt(folder / f"{label}.csv", values, delimiter=",", fmt="%.17g")
    run = {"args": args, "n_regions": m, "n_sectors": s, "n_industries": m * s}
    run |= {"shock": shocks[0]} if several == 1 else {"shocks": shocks}
    (folder / "run.json").write_text(json.dumps(run, indent=1))
    for series in SERIES:
        frame = getattr(sim, series).copy()
        frame.columns = ["|".join(map(str, pair)) for pair in frame.columns]
        frame.index.name = "step"
        frame.reset_index().to_parquet(folder / f"{series}.parquet")
    stocks = sim.inputs_stocks.copy()
    stocks.columns = ["|".join(map(str, pair)) for pair in stocks.columns]
    stocks.index.names = ["step", "input"]
    stocks.reset_index().to_parquet(folder / "inputs_stocks.parquet")


def main():
    out = pathlib.Path(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    for k in range(count):
        name = f"case{seed:03d}-{k:03d}"
        try:
            one(np.random.default_rng([seed, k]), out, name)
        except Exception as error:
            error = error.__cause__ or error.__context__ or error
            print(f"{name}: BoARIO stops: {type(error).__name__}: {error}".splitlines()[0])


if __name__ == "__main__":
    main()
