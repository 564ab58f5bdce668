"""How long the money models take over many draws, and how much memory they ask for.

python benchmarks/money.py [--draws 5000 100000]
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable

import numpy as np

from padlib import banks
from padlib.core import assumptions as core
from padlib.method import channel_investment, earnings, vision

MOST = {5_000: 0.25, 100_000: 5.0}  # seconds, 36 months (METHOD 17)
GIBIBYTE = 2**30


def measured(name: str, work: Callable[[], object], most: float | None, rounds: int = 3) -> None:
    """Print the shortest of several runs, against the time that it may take."""
    spent = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begun)
    allowed = "" if most is None else f"  (≤ {most:g} s)"
    print(f"{name:<56}{min(spent):>9.3f} s{allowed}")


def peak() -> float:
    """The most memory that this process has held, in GiB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most * (1 if sys.platform == "darwin" else 1024) / GIBIBYTE


def partner_earnings(draws: int) -> None:
    """What a partner earns: the draws alone, in each mode, then the whole result."""
    assumptions = core.merged(banks.assumptions())
    for mode in earnings.MODES:
        rules = earnings.Rules(terms=earnings.Terms(mode=mode), draws=draws)
        measured(
            f"earnings, {mode}, {draws:,} draws",
            lambda rules=rules: earnings.spread(assumptions, rules),  # type: ignore[misc]
            MOST.get(draws),
        )
    whole = earnings.Rules(draws=draws)
    measured(
        f"earnings, whole result, {draws:,} draws",
        lambda: earnings.result(assumptions, whole),
        None,
    )


def investment(draws: int) -> None:
    """What a channel costs and brings: the draws alone, in each mode, then the whole result."""
    assumptions = core.merged(banks.assumptions())
    waves = channel_investment.spread(15)
    for mode in earnings.MODES:
        rules = channel_investment.Rules(recruitment_plan=waves, mode=mode, draws=draws)
        setting = channel_investment.Setting(waves, 36, mode)
        measured(
            f"channel investment, {mode}, {draws:,} draws",
            lambda rules=rules, setting=setting: channel_investment.odds(  # type: ignore[misc]
                assumptions, setting, rules
            ),
            MOST.get(draws),
        )
    whole = channel_investment.Rules(recruitment_plan=waves, draws=draws)
    measured(
        f"channel investment, whole result, {draws:,} draws",
        lambda: channel_investment.result(assumptions, whole),
        None,
    )


def three_years(draws: int, segments: int = 12) -> None:
    """The vision of as many segments as a figure shows, its uncertain values drawn."""
    rng = np.random.default_rng(1)
    years = np.full((segments, 3), 0.5)
    drawn = {name: rng.random((draws, segments)) for name in ("penetration_year3", "churn")}
    plan = vision.Plan(
        companies=np.full(segments, 1000.0),
        market_growth=np.full(segments, 0.02),
        penetration_start=np.full(segments, 0.05),
        path=np.tile([1 / 3, 2 / 3, 1.0], (segments, 1)),
        revenue_per_customer=20_000 * rng.random((draws, segments)),
        price_growth=np.full(segments, 0.02),
        direct_share=years,
        partner_share=years,
        **drawn,
    )
    measured(
        f"vision, {segments} segments, {draws:,} draws",
        lambda: vision.total(vision.projection(plan)),
        MOST.get(draws),
    )


def main() -> None:
    told = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    told.add_argument("--draws", type=int, nargs="+", default=list(MOST))
    asked = told.parse_args()
    for draws in asked.draws:
        partner_earnings(draws)
        investment(draws)
        three_years(draws)
    print(f"{'memory, at most':<56}{peak():>9.2f} GiB  (≤ 1 GiB)")


if __name__ == "__main__":
    main()
