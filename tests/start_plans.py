"""Start plans made up for tests, as short words: which milestone was done on which day."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from padlib import banks
from padlib.method import start_plan
from padlib.method.start_plan import CONTINUE, CORRECT, EXTEND, STOP, Rules, StartPlan

ITEMS = banks.load("plan_100_days").items
RULES = Rules.of(banks.rules("start_plan"))
DAYS = {str(one): int(day) for one, day in ITEMS["day"].items()}
START = dt.date(2026, 7, 6)


Done = Mapping[str, int | None]


def told(
    done: Done, decisions: Mapping[str, str] | None = None, start: dt.date = START
) -> pd.DataFrame:
    """A plan: the day of each milestone done (None: without a date), and what gates decided."""
    decisions = decisions or {}
    rows = sorted({*done, *decisions})
    days = [done.get(one) for one in rows]
    dates = [None if one is None else start + dt.timedelta(days=one) for one in days]
    frame = pd.DataFrame(
        {
            "done": [one in done for one in rows],
            "done_on": pd.to_datetime(pd.Series(dates, dtype=object)).to_numpy(),
            "decision": [decisions.get(one, "") for one in rows],
            "comment": "",
        },
        index=pd.Index(rows, dtype="str", name="milestone_id"),
    )
    return frame.astype({"done": bool, "done_on": "datetime64[s]"})


def at(
    day: int,
    done: Done | Iterable[str] = (),
    decisions: Mapping[str, str] | None = None,
    start: dt.date = START,
    rules: Rules = RULES,
    **more: Any,
) -> StartPlan:
    """The plan as of a day: milestones done on their day, or on the day that is told."""
    on = done if isinstance(done, Mapping) else {one: DAYS[one] for one in done}
    as_of = start + dt.timedelta(days=day)
    plan = told(on, decisions, start)
    return start_plan.start_plan(plan, ITEMS, start, as_of, rules, **more)


def all_to(day: int, *but: str) -> list[str]:
    """Milestones of days up to one, some of them left out."""
    return [one for one in DAYS if DAYS[one] <= day and one not in but]


ALL = all_to(100)
ON_TIME = {one: DAYS[one] for one in all_to(90)}
PASSED_1 = {"J-09": CONTINUE}
PASSED_2 = {"J-09": CONTINUE, "J-15": CONTINUE}
# every case that a page tells, by the name of its headline
CASES: dict[str, StartPlan] = {
    "not_started": at(-12),
    "on_way": at(46, all_to(40), PASSED_1),
    "on_way_whole": at(47, all_to(47), PASSED_1),
    "on_way_late": at(47, all_to(47, "J-11"), PASSED_1),
    "on_way_today": at(30, all_to(25)),
    "on_way_held": at(98, {**ON_TIME, "J-22": 97}, {**PASSED_2, "J-22": CORRECT}),
    "ahead": at(40, {one: max(DAYS[one] - 12, 0) for one in all_to(50)}, PASSED_1),
    "at_risk": at(56, all_to(56, "J-12", "J-13"), PASSED_1),
    "undecided": at(34, all_to(25, "J-06", "J-07")),
    "undecided_continue": at(34, all_to(30, "J-07"), PASSED_1),
    "extended": at(95, {**dict.fromkeys(all_to(95), 92)}, {"J-09": CORRECT, "J-15": EXTEND}),
    "extended_late": at(92, all_to(92, "J-16", "J-18"), {**PASSED_1, "J-15": EXTEND}),
    "unsigned_passed": at(112, all_to(95), PASSED_2),
    "unsigned_undecided": at(112, all_to(95, "J-16", "J-21"), PASSED_2),
    "unsigned_continue": at(112, all_to(95, "J-21"), {**PASSED_2, "J-22": CONTINUE}),
    "unsigned_extended": at(120, all_to(95, "J-16"), {**PASSED_1, "J-15": EXTEND}),
    "unsigned_over": at(190, all_to(95, "J-16"), {**PASSED_1, "J-15": EXTEND}),
    "unsigned_decided": at(120, all_to(100, "J-16"), {**PASSED_2, "J-22": CORRECT}),
    "stopped": at(70, all_to(60, "J-12", "J-13", "J-14"), {**PASSED_1, "J-15": STOP}),
    "remainder": at(97, {**ON_TIME, "J-22": 96}, {**PASSED_2, "J-22": CONTINUE}),
    "remainder_late": at(104, all_to(100, "J-17"), {**PASSED_2, "J-22": CONTINUE}),
    "remainder_undecided": at(104, all_to(100, "J-17"), PASSED_2),
    "finished": at(101, ALL, {**PASSED_2, "J-22": CONTINUE}),
    "finished_late": at(130, {one: DAYS[one] + 20 for one in ALL}, {"J-22": CONTINUE}),
    "finished_undecided": at(101, ALL, PASSED_2),
}
# what is drawn at the edges
CASES |= {
    "first_day": at(0, ["J-01"]),
    "nothing_done": at(21),
    "years_later": at(400, {one: DAYS[one] + 15 for one in all_to(60)}, PASSED_2),
    "undated": at(40, {**dict.fromkeys(all_to(20)), "J-08": 70}, {"J-09": CORRECT}),
    "all_at_once": at(1, dict.fromkeys(ALL, 1), {"J-22": CONTINUE}),
}
