"""Seconds BoARIO takes for a day on a synthetic table: python peer.py REGIONS SECTORS ORDER DAYS."""

import logging
import sys
import time
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)
import numpy as np
import pandas as pd
from boario import event
from boario.extended_models import ARIOPsiModel
from boario.simulation import Simulation

from cases import system


def main():
    m, s, order, days = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    n = m * s
    rng = np.random.default_rng(1)
    z = rng.random((n, n), dtype="float64")
    z *= np.where(np.arange(n)[:, None] // s == np.arange(n)[None, :] // s, 1.0, 0.05)
    z /= z.sum(0)
    y = np.full((n, m), 2.0 / m)
    mrio, rows = system(z, y, z.sum(1) + y.sum(1), m, s, 1)
    model = ARIOPsiModel(mrio, order_type=order, main_inv_dur=10)
    sim = Simulation(model, n_temporal_units_to_sim=days + 60, boario_output_dir="boario-bench")
    impact = pd.Series([0.5, 0.3], index=rows[[3, 7]])
    shock = dict(event_type="arbitrary", occurrence=1, duration=40, recovery_tau=10)
    sim.add_event(event.from_series(impact=impact, **shock))
    sim.next_step()
    sim.next_step()
    seconds = []
    for _ in range(days):
        start = time.perf_counter()
        sim.next_step()
        seconds.append(time.perf_counter() - start)
    print(float(np.median(seconds)))


if __name__ == "__main__":
    main()
