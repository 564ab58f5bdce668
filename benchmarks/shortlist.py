"""How long the shortlist takes, in seconds and against one matrix product on the same machine.

python benchmarks/shortlist.py [--draws 2000] [--companies 10000] [--many 1000000]
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from padlib import banks
from padlib.method import recruitment


def seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """Shortest of several runs."""
    spent = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begun)
    return min(spent)


def companies(count: int, unknown: float, criteria: pd.DataFrame) -> pd.DataFrame:
    """Invented companies, a share of their measures unknown; none is eliminated."""
    rng = np.random.default_rng(1)
    table = pd.DataFrame(
        {row["column"]: rng.uniform(row["lo"], row["hi"], count) for _, row in criteria.iterrows()},
        index=[f"NX-{place:07d}" for place in range(count)],
    )
    table = table.mask(rng.random(table.shape) < unknown)
    table["exclusive_with_competitor"] = 0.0
    return table.assign(name=table.index)


def main() -> None:
    told = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    told.add_argument("--draws", type=int, default=2000)
    told.add_argument("--companies", type=int, default=10_000)
    told.add_argument("--many", type=int, default=1_000_000)
    asked = told.parse_args()
    criteria = banks.load("recruitment").items.assign(knockout_operator="")
    rules = replace(
        recruitment.Rules.of(banks.rules("recruitment")), weight_draws=asked.draws, list_size=0
    )
    rng = np.random.default_rng(2)
    left = rng.random((asked.companies, len(criteria)))
    right = rng.random((len(criteria), asked.draws))
    unit = seconds(lambda: left @ right)
    print(f"one matrix product of the same size: {unit:.3f} s")
    print(f"{'shortlist with draws':<44}{'seconds':>9}{'products':>10}")
    for unknown, reach in ((0.0, 0.5), (0.5, 2.0)):
        table = companies(asked.companies, unknown, criteria)
        spent = seconds(lambda table=table: chosen(table, criteria, rules))  # type: ignore[misc]
        label = f"{asked.companies} companies, {unknown:.0%} unknown (≤ {reach} s)"
        print(f"{label:<44}{spent:>9.2f}{spent / unit:>10.1f}")
    table = companies(asked.many, 0.3, criteria)
    spent = seconds(lambda: recruitment.scores(table, criteria, rules))
    print(f"{f'score and interval of {asked.many} (≤ 1 s)':<44}{spent:>9.2f}{spent / unit:>10.1f}")
    if sys.platform == "linux":
        import resource  # not everywhere

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        print(f"memory at its highest: {peak:.2f} GiB (≤ 2)")


def chosen(table: pd.DataFrame, criteria: pd.DataFrame, rules: recruitment.Rules) -> pd.DataFrame:
    """The shortlist and its chances, from the measures on."""
    worth = recruitment.values(table, criteria)
    scored = recruitment.scores(table, criteria, rules)
    likely = recruitment.chances(worth, scored, criteria, rules)
    return recruitment.shortlist(scored, likely, worth, criteria, rules)


if __name__ == "__main__":
    main()
