"""How long the money models take over many draws, and how much memory they ask for.

python benchmarks/money.py [--draws 5000 100000]
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from padlib import banks
from padlib.core import assumptions as core
from padlib.core import pipeline
from padlib.method import channel_investment, earnings, plan_projection, vision

MOST = {5_000: 0.25, 100_000: 5.0}  # seconds, 36 months (METHOD 17)
GIBIBYTE = 2**30
PROBABILITY = {
    stage: banks.business_plan()["forecast"]["stage_probability"][stage] for stage in pipeline.OPEN
}


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


def a_plan(draws: int, deals: int = 40) -> None:
    """The year of a joint plan with as many open deals as a large partner has: draws, then all."""
    rng = np.random.default_rng(1)
    stages = list(PROBABILITY)
    frame = pd.DataFrame(
        {
            "deal_id": [f"D{place}" for place in range(deals)],
            "name": "",
            "amount": 50_000 * rng.random(deals),
            "stage": [stages[place % len(stages)] for place in range(deals)],
            "month": 1 + rng.integers(0, 12, deals),
        }
    )
    year = plan_projection.Situation(
        year=2026,
        as_of=None,
        objective=900_000.0,
        actual=pipeline.ToDate(0.0, pipeline.NOTHING),
        course=pd.Series([0.0], index=[0.0]),
        deals=frame,
        weighted=0.0,
        base=plan_projection.Base(300_000.0, 400_000.0, 500_000.0, {"trend": 400_000.0}),
        growth=0.1,
        seasonality=(1 / 12,) * 12,
        cycle=plan_projection.Cycle(6, 3, 12),
    )
    rules = replace(
        plan_projection.Rules.of(
            banks.rules("plan_projection")
            | banks.rules("simulation")
            | {"stage_probability": PROBABILITY}
        ),
        draws=draws,
    )
    measured(
        f"plan projection, {deals} deals, {draws:,} draws",
        lambda: plan_projection.draws(year, rules),
        MOST.get(draws),
    )
    measured(
        f"plan projection, whole result, {draws:,} draws",
        lambda: plan_projection.projection(year, rules),
        None,
    )


def main() -> None:
    told = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    told.add_argument("--draws", type=int, nargs="+", default=list(MOST))
    asked = told.parse_args()
    for draws in asked.draws:
        partner_earnings(draws)
        investment(draws)
        three_years(draws)
        a_plan(draws)
    print(f"{'memory, at most':<56}{peak():>9.2f} GiB  (≤ 1 GiB)")


if __name__ == "__main__":
    main()
