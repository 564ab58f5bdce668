"""How long the map takes, in seconds and against one matrix product on the same machine.

python benchmarks/partner_map.py [--draws 2000] [--partners 1000]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from padlib import banks
from padlib.method import partner_map


def seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """Shortest of several runs."""
    spent = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begun)
    return min(spent)


def partners(count: int, unknown: float, criteria: pd.DataFrame) -> pd.DataFrame:
    """Invented active partners, a share of their measures unknown."""
    rng = np.random.default_rng(1)
    table = pd.DataFrame(
        {row["column"]: rng.uniform(row["lo"], row["hi"], count) for _, row in criteria.iterrows()},
        index=pd.Index([f"p{place:06d}" for place in range(count)], name="partner_id"),
    ).drop(columns=[partner_map.SHARE, partner_map.GROWTH])
    table = table.mask(rng.random(table.shape) < unknown)
    table["revenue_n"] = rng.lognormal(11, 1, count)
    for back in (1, 2, 3):
        table[f"revenue_n{back}"] = table["revenue_n"] * rng.uniform(0.6, 1.2, count)
    table["manager_time_pct"] = 100 / count
    return table.assign(name=table.index, status="active", channel_manager="A")


def main() -> None:
    told = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    told.add_argument("--draws", type=int, default=2000)
    told.add_argument("--partners", type=int, default=1000)
    asked = told.parse_args()
    criteria = banks.load("partner_map").items
    rules = replace(partner_map.Rules.of(banks.rules("partner_map")), weight_draws=asked.draws)
    rng = np.random.default_rng(2)
    left = rng.random((asked.partners, len(criteria)))
    right = rng.random((len(criteria), asked.draws))
    unit = seconds(lambda: left @ right)
    print(f"one matrix product of the same size: {unit:.4f} s")
    print(f"{'map of ' + str(asked.partners) + ' partners':<52}{'seconds':>9}{'products':>10}")
    for unknown in (0.0, 0.2):
        for threshold in (partner_map.FIXED, partner_map.MEDIAN):
            table = partners(asked.partners, unknown, criteria)
            chosen = replace(rules, map_threshold=threshold)
            worth = partner_map.values(partner_map.measures(table), criteria)
            for label, work in (
                ("stability (≤ 1 s)", partial(partner_map.stability, worth, criteria, chosen)),
                ("whole", partial(partner_map.result, table, criteria, chosen)),
            ):
                spent = seconds(work)
                name = f"{label}, {unknown:.0%} unknown, {threshold} thresholds"
                print(f"{name:<52}{spent:>9.3f}{spent / unit:>10.1f}")


if __name__ == "__main__":
    main()
