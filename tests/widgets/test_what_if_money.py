"""What-ifs of earnings, leverage, investment and the vision: at the files' values they are what the
pages tell; a knob gives what the method gives for that assumption."""

import math
import shutil
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from padlib import banks, workspace
from padlib.core import assumptions as core
from padlib.core import uncertainty
from padlib.display import words
from padlib.display.figures import what_if as figures
from padlib.display.pages import earnings as earnings_page
from padlib.display.pages import leverage_and_investment as network_page
from padlib.display.pages import vision as vision_page
from padlib.method import channel_investment, earnings, leverage, vision
from padlib.method.earnings import PERPETUAL, Terms
from padlib.widgets import (
    what_if_earnings,
    what_if_investment,
    what_if_leverage,
    what_if_vision,
)
from padlib.widgets.assumption_knobs import knobs
from padlib.widgets.models import Knob, Model, Outcome, State

CLIENTS = ("demo-ferrum", "demo-larkspur", "demo-nimbus")
LANGUAGES = ("fr", "en")
NAMES = ("earnings", "leverage", "investment", "vision")
ALL = [(client, name) for client in CLIENTS for name in NAMES]
FEW = 100  # draws: the base case does not depend on them
ROOT = Path(__file__).parents[2] / "data"


@cache
def opened(client: str, partner: bool = False):
    return workspace.open_client(client, 2026, partners_in="partners" if partner else None)


def terms(client: str) -> Terms:
    folder = opened(client, partner=True)
    asked = earnings.mode_of(earnings_page.partnership(folder).type)
    return earnings.Rules.of(folder.rules("earnings", mode=asked)).terms


def network_rules(client: str) -> channel_investment.Rules:
    given_ = opened(client).rules("channel_investment", mc_draws=FEW)
    return channel_investment.Rules.of(given_)


@cache
def model(client: str, name: str, language: str = "fr") -> Model:
    folder = opened(client, partner=name == "earnings")
    say = words.load(language, folder.currency)
    made: dict[str, Callable[[], Model]] = {
        "earnings": lambda: what_if_earnings.model(folder, say, terms(client)),
        "leverage": lambda: what_if_leverage.model(folder, say, network_rules(client)),
        "investment": lambda: what_if_investment.model(folder, say, network_rules(client)),
        "vision": lambda: what_if_vision.model(folder, say, None),
    }
    return made[name]()


def filed(one: Model) -> dict[str, float | str]:
    return State().values(one.knobs)


def told(outcome: Outcome) -> list[float | None]:
    return [line.value for line in outcome.lines]


def known(value: float) -> float | None:
    return None if math.isnan(value) else value


def from_estimate(found: earnings.Estimate) -> list[float | None]:
    return [found.net_gain, found.break_even_month, found.lowest_cumulative]


def from_leverage(found: leverage.Leverage) -> list[float | None]:
    return [known(found.headline), known(found.net_cost), known(found.first_year)]


def from_channel(found: channel_investment.Outcome) -> list[float | None]:
    return [found.cumulative, known(found.break_even_month), found.peak_funding]


def from_vision(found: vision.Analysis) -> list[float | None]:
    last = found.totals[vision.BASE].iloc[-1]
    ratio = float(found.feasibility["ratio"][found.worst])
    return [last["customers"], last["revenue"], known(ratio)]


def changed(table: pd.DataFrame, key: str, value: float) -> pd.DataFrame:
    """Assumptions with one of them changed by hand: known, so without bounds."""
    other = table.copy()
    other.loc[key, ["value", "low", "high"]] = value
    return other


# ── the files' values ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("client", CLIENTS)
def test_at_the_files_values_each_model_tells_what_its_page_tells(client, language):
    def shown(name: str) -> list[float | None]:
        one = model(client, name, language)
        return told(one.outcome(filed(one)))

    folder = opened(client, partner=True)
    rules = earnings.Rules(terms=terms(client), draws=FEW)
    page = earnings.result(earnings_page.in_force(folder, rules.terms), rules)
    assert shown("earnings") == from_estimate(page.base)
    folder, rules = opened(client), network_rules(client)
    keys = network_page.uses(rules.mode)
    both = network_page.results(folder.assumptions(uses=keys).loc[keys], rules)
    assert shown("leverage") == from_leverage(both.leverage)
    assert shown("investment") == from_channel(both.investment.channel)
    assert shown("vision") == from_vision(vision_page.result(folder, folder.vision()))


# ── a knob moved ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("client", CLIENTS)
def test_a_knob_of_the_earnings_gives_what_the_method_gives_for_that_assumption(client):
    one, own = model(client, "earnings"), terms(client)
    used = earnings_page.in_force(opened(client, partner=True), own)
    for knob in one.knobs:
        if not knob.choices:
            other = changed(used, knob.key, knob.high)
            by_hand = earnings.estimate(earnings.scenario(other, earnings.BASE), own)
            found = one.outcome(filed(one) | {knob.key: knob.high})
            assert told(found) == from_estimate(by_hand), knob.key


@pytest.mark.parametrize("client", CLIENTS)
def test_a_knob_of_the_network_gives_what_the_method_gives_for_that_assumption(client):
    rules = network_rules(client)
    used = opened(client).assumptions().loc[network_page.uses(rules.mode)]
    for knob in model(client, "leverage").knobs:
        one = model(client, "leverage")
        values = uncertainty.values(changed(used, knob.key, knob.low))
        by_hand = leverage.result(values, rules.mode)
        assert told(one.outcome(filed(one) | {knob.key: knob.low})) == from_leverage(by_hand)
    one = model(client, "investment")
    for knob in one.knobs[:3]:
        whole = channel_investment.result(changed(used, knob.key, knob.high), rules)
        found = one.outcome(filed(one) | {knob.key: knob.high})
        assert told(found) == from_channel(whole.channel), knob.key


@pytest.mark.parametrize("client", CLIENTS)
def test_a_knob_of_the_vision_gives_what_the_method_gives_for_that_number(client):
    one, folder = model(client, "vision"), opened(client)
    plan = folder.vision()
    used = folder.assumptions(uses=vision.KEYS)
    for knob in one.knobs:
        segments, ramp = plan.segments.copy(), 1.0
        if knob.key == "average_ramp":
            ramp = 0.5
        else:
            _, segment, name = knob.key.split(".")
            segments.loc[segment, name] = knob.high
        network = vision.Network.of(folder.partners(), used, ramp)
        by_hand = vision.analysis(segments, plan.shares, network, year=2026)
        found = one.outcome(filed(one) | {knob.key: 0.5 if ramp < 1 else knob.high})
        assert told(found) == from_vision(by_hand), knob.key


def test_fifteen_partners_of_two_sellers_who_win_five_stand_for_fifteen_direct_sellers():
    """15 × 2 × 5 = 150 customers, as many as 15 direct sellers who win 10; in the first year 40%
    of the partners are active and the ramp is 0.5417: 15 × 0.4 × 0.5417 = 3.25 (METHOD 14)."""
    one = model("demo-nimbus", "leverage")
    reference = {
        "partners_per_channel_manager": 15.0,
        "active_sellers_per_partner": 2.0,
        "new_customers_per_partner_seller_year": 5.0,
        "new_customers_per_direct_rep_year": 10.0,
        "active_partner_rate": 0.4,
    }
    found = told(one.outcome(filed(one) | reference))
    assert found[0] == 15.0
    assert found[2] == pytest.approx(3.25)
    twice = told(one.outcome(filed(one) | reference | {"partners_per_channel_manager": 30.0}))
    assert twice[0] == 30.0


def test_the_mode_is_a_choice_that_gives_what_the_method_gives_in_that_mode():
    one = model("demo-nimbus", "earnings")
    mode = next(knob for knob in one.knobs if knob.key == "mode")
    assert [code for code, _ in mode.choices] == ["subscription", "perpetual"]
    assert mode.filed == "subscription"
    used = earnings_page.in_force(opened("demo-nimbus", partner=True), Terms(mode=PERPETUAL))
    by_hand = earnings.estimate(uncertainty.values(used), Terms(mode=PERPETUAL))
    assert told(one.outcome(filed(one) | {"mode": "perpetual"})) == from_estimate(by_hand)


def test_a_mode_that_the_clients_file_does_not_decide_is_no_knob():
    folder, say = opened("demo-nimbus", partner=True), words.load("en")
    asked = what_if_earnings.model(folder, say, Terms(mode="referral"))
    keys = [knob.key for knob in asked.knobs]
    assert "mode" not in keys
    assert "referral_commission" in keys


# ── knobs ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("client", "name"), ALL)
def test_knobs_are_at_most_seven_and_what_the_files_say_is_within_their_limits(client, name):
    found = model(client, name).knobs
    assert 5 <= len(found) <= 7
    assert len({knob.key for knob in found}) == len(found)
    for knob in found:
        if knob.choices:
            assert knob.filed in dict(knob.choices)
            continue
        assert knob.low < knob.high, knob.key
        assert knob.least <= min(float(knob.filed), knob.low), knob.key
        assert knob.most is None or max(float(knob.filed), knob.high) <= knob.most, knob.key
        assert knob.step > 0
        assert knob.share == (knob.unit == "%")


def test_ranges_are_the_banks_and_amounts_are_in_the_clients_currency():
    found = {knob.key: knob for knob in model("demo-larkspur", "leverage", "en").knobs}
    contract = found["annual_contract_value"]  # 20,000 euros, from 5,000 to 100,000; 0.85 to the £
    assert (contract.default, contract.low, contract.high) == (17_000, 4_250, 85_000)
    assert (contract.filed, contract.unit, contract.grade) == (32_000, "£", "C")
    rate = found["active_partner_rate"]
    assert (rate.low, rate.high, rate.least, rate.most) == (0.25, 0.8, 0.01, 1)


def test_an_assumption_that_nobody_tells_is_no_knob():
    """A client in another currency without its rate: the bank's amounts are NaN, not its own."""
    bank = core.merged(banks.assumptions())
    bank.loc[core.monetary(bank), ["value", "low", "high"]] = math.nan
    bank.loc["channel_manager_cost", ["value", "low", "high"]] = (100.0, 80.0, 130.0)
    keys = ["annual_contract_value", "channel_manager_cost", "annual_churn"]
    cost, churn = knobs(bank, keys, None, words.load("fr", "CHF"))
    assert (cost.key, cost.filed, cost.default, cost.low, cost.high) == (
        "channel_manager_cost",
        *(100.0, 100.0, 80.0, 130.0),
    )
    assert churn.key == "annual_churn"


def test_a_client_without_a_rate_has_its_vision(tmp_path):
    shutil.copytree(ROOT, tmp_path / "data", ignore=shutil.ignore_patterns("reference", "2025"))
    settings_ = tmp_path / "data/clients/demo-larkspur/client.yml"
    text = settings_.read_text(encoding="utf-8")
    settings_.write_text(
        text.replace("GBP", "CHF").replace("eur_rate: 0.85\n", ""), encoding="utf-8"
    )
    folder = workspace.open_client("demo-larkspur", 2026, tmp_path / "data")
    one = what_if_vision.model(folder, words.load("en", "CHF"), None)
    found = {knob.key: knob for knob in one.knobs}["vision.retail.revenue_per_customer"]
    assert (found.filed, found.low, found.high) == (26_000, 23_000, 29_000)
    assert told(one.outcome(filed(one))) == told(
        model("demo-larkspur", "vision").outcome(filed(model("demo-larkspur", "vision")))
    )


def test_every_year_on_the_way_of_a_vision_is_a_share():
    row = {"penetration_start": 0.2, "path_1": -0.5, "path_2": 0.5, "path_3": 1.0}
    least, most = what_if_vision.reach(row)
    assert (least, most) == pytest.approx((0.0, 0.6))  # 0.2 − 0.5 × (0.6 − 0.2) = 0


# ── whatever the values ──────────────────────────────────────────────────────────────────────────


def allowed(knob: Knob) -> st.SearchStrategy[float | str]:
    """Any value within the hard limits, to a millionth."""
    if knob.choices:
        return st.sampled_from([code for code, _ in knob.choices])
    most = 20 * max(knob.high, float(knob.filed)) if knob.most is None else knob.most
    least = float(knob.least or 0.0)
    return st.floats(least, float(most)).map(lambda value: max(least, round(value, 6)))


@pytest.mark.parametrize(("client", "name"), ALL)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_any_allowed_values_give_an_outcome_with_the_same_labels_that_its_axis_holds(
    client, name, data
):
    one = model(client, name)
    base = one.outcome(filed(one))
    values = {knob.key: data.draw(allowed(knob)) for knob in one.knobs}
    found = one.outcome(values)
    assert [line.label for line in found.lines] == [line.label for line in base.lines]
    assert all((line.value is None) == bool(line.absent) for line in found.lines)
    assert all(line.value is None or math.isfinite(line.value) for line in found.lines)
    assert found.headline
    low, high = found.extent
    assert low <= 0 <= high
    assert all(low <= amount <= high for amount in amounts(found))
    assert one.alternative(base, found)


def amounts(found: Outcome) -> list[float]:
    """What is drawn along the axis of values."""
    if isinstance(found.drawn, figures.Running):
        return list(found.drawn.amounts)
    if isinstance(found.drawn[0], figures.Bar):
        return [bar.value for bar in found.drawn if bar.value is not None]
    return [sum(stack.parts) for stack in found.drawn]


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_the_order_of_moves_does_not_matter(name, data):
    one = model("demo-nimbus", name)
    moves = [(knob, data.draw(allowed(knob))) for knob in one.knobs]
    one_way, other = State(), State()
    for knob, value in moves:
        one_way = one_way.moved(knob.key, value, filed=knob.filed)
    for knob, value in data.draw(st.permutations(moves)):
        other = other.moved(knob.key, value, filed=knob.filed)
    assert one.outcome(one_way.values(one.knobs)) == one.outcome(other.values(one.knobs))


# ── headlines ────────────────────────────────────────────────────────────────────────────────────

DEFAULTS = uncertainty.values(core.merged(banks.assumptions()))
FREE = {
    "partner_initial_investment": 0.0,
    "partner_seller_allocation": 0.0,
    "partner_technical_fte": 0.0,
    "partner_marketing_year": 0.0,
}


@pytest.mark.parametrize(
    ("moved", "headline"),
    [
        ({"services_multiple": 2.0}, "Remboursé au mois"),
        (FREE, "Rien à avancer ; "),
        ({"annual_contract_value": 1_000.0}, "Pas remboursé en 36 mois ; il manque "),
        ({"first_deal_delay_months": 40.0}, "Aucun revenu en 36 mois ; il ne reste que des coûts"),
    ],
)
def test_the_headline_of_earnings_says_how_they_end(moved, headline):
    found = what_if_earnings.shown(earnings.estimate(DEFAULTS | moved, Terms()), words.load("fr"))
    assert plain(found.headline).startswith(headline)


@pytest.mark.parametrize(
    ("moved", "waves", "headline"),
    [
        ({}, ((1, 10),), "Network paid back in month"),
        ({"active_partner_rate": 0.01}, ((1, 10),), "Network not paid back in 36 months; €"),
        ({}, (), "No partner to recruit"),
    ],
)
def test_the_headline_of_the_investment_says_when_it_is_paid_back(moved, waves, headline):
    values = DEFAULTS | {"active_partner_rate": 0.8} | moved
    plan = channel_investment.Plan(waves, channel_investment.TOLD)
    flow = channel_investment.channel(values, waves, 36)
    found = what_if_investment.shown(flow, plan, values, words.load("en"))
    assert plain(found.headline).startswith(headline)


def test_a_network_that_costs_nothing_asks_for_no_advance():
    paid = ("channel_manager_cost", "partner_director_cost", "programme_cost_year")
    costless = dict.fromkeys((*paid, "onboarding_cost_per_partner"), 0.0)
    flow = channel_investment.channel(DEFAULTS | costless, ((1, 4),), 36)
    plan = channel_investment.Plan(((1, 4),), channel_investment.TOLD)
    found = what_if_investment.shown(flow, plan, DEFAULTS, words.load("en"))
    assert plain(found.headline).startswith("No advance for the network; €")
    assert found.lines[1].value == 0


@pytest.mark.parametrize(
    ("moved", "headline"),
    [
        ({}, "remplace 1,79 de vente directe"),  # 1,650,000 / (110,000 + 60,000 + 750,000)
        ({"annual_contract_value": 90_000.0}, "en remplace que"),
        ({"channel_managers": 0.0}, "ne peut pas être calculé"),
    ],
)
def test_the_headline_of_the_leverage_says_which_side_costs_less(moved, headline):
    found = what_if_leverage.shown(leverage.result(DEFAULTS | moved), words.load("fr"))
    assert headline in plain(found.headline)


def test_a_leverage_without_manager_says_why_it_has_no_number():
    found = what_if_leverage.shown(
        leverage.result(DEFAULTS | {"channel_managers": 0.0}), words.load("en")
    )
    assert found.lines[0].value is None
    assert found.lines[0].absent == "a value is missing"


@pytest.mark.parametrize(
    ("active", "sellers", "headline", "absent"),
    [
        (100, 2.0, "the network is enough", ""),
        (1, 2.0, "active partners are lacking", ""),
        (0, 2.0, "active partners are lacking", "this network can win no customer"),
        (None, 2.0, "active partners unknown", "active partners unknown"),
        (3, 0.0, "a partner wins no customer", "this network can win no customer"),
    ],
)
def test_the_headline_of_the_vision_says_whether_the_network_can(active, sellers, headline, absent):
    plan = opened("demo-ferrum").vision()
    network = vision.Network(active, sellers, 5.0)
    found = vision.analysis(plan.segments, plan.shares, network, year=2026)
    shown = what_if_vision.shown(found, words.load("en"))
    assert plain(shown.headline).endswith(headline)
    assert shown.lines[2].absent == absent
    assert (shown.lines[2].value is None) == bool(absent)


def test_a_partners_edition_of_the_vision_tells_what_is_done_together_alone():
    folder = workspace.open_client("demo-nimbus", 2026, partner="axorial", audience="partner")
    one = what_if_vision.model(folder, words.load("en"), None)
    assert all(knob.key.startswith("vision.") for knob in one.knobs)
    found = one.outcome(filed(one))
    plan = folder.vision()
    page = vision.joint(plan.segments, plan.shares, year=2026, partner="axorial")
    total = page.totals[vision.BASE]
    assert found.lines[0].value == total["joint"].iloc[1]
    assert found.lines[1].value == total["joint"].iloc[-1]
    assert found.lines[2].value == total["new_joint"].iloc[1:].sum()
    assert one.draw(found, found, found.extent).startswith(b"\x89PNG")


# ── the picture ──────────────────────────────────────────────────────────────────────────────────


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def both(one: Model) -> tuple[Outcome, Outcome, tuple[float, float]]:
    """The outcome of the files and of two knobs moved up, with what holds both."""
    moved = {knob.key: knob.high for knob in one.knobs[:2]}
    base, now = one.outcome(filed(one)), one.outcome(filed(one) | moved)
    low, high = zip(base.extent, now.extent, strict=True)
    return base, now, (min(low), max(high))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("client", "name"), ALL)
def test_the_picture_is_an_opaque_png_in_which_a_move_is_seen(client, name, language):
    one = model(client, name, language)
    base, now, extent = both(one)
    drawn = one.draw(base, now, extent)
    picture = Image.open(BytesIO(drawn))
    assert (picture.format, picture.size) == ("PNG", (770, 374))
    assert picture.convert("RGBA").getchannel("A").getextrema() == (255, 255)
    assert picture.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
    assert drawn != one.draw(base, base, extent)
    assert drawn == one.draw(base, now, extent)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("client", "name"), ALL)
def test_texts_stay_within_the_picture_and_none_is_cut(client, name, language):
    one = model(client, name, language)
    say = words.load(language, opened(client).currency)
    base, now, extent = both(one)
    for shown in (now, base):
        page = figure_of(name, base, shown, extent, say)
        renderer = page.canvas.get_renderer()
        for text in page.axes[0].texts:
            box = text.get_window_extent(renderer)
            assert "…" not in text.get_text()
            assert box.x0 >= 0, text.get_text()
            assert box.x1 <= page.bbox.x1, text.get_text()
            assert box.y0 >= 0, text.get_text()
            assert box.y1 <= page.bbox.y1, text.get_text()


def figure_of(name, base, now, extent, say):
    if name == "leverage":
        even = say("what_if.leverage.even", one=say.format.money(1))
        page = figures.draw_bars(base.drawn, now.drawn, extent, even, say)
    elif name == "vision":
        title = "what_if.vision.axis.revenue"
        page = figures.draw_stacks(base.drawn, now.drawn, extent, title, say)
    else:
        page = figures.draw_running(base.drawn, now.drawn, extent, f"what_if.{name}.axis", say)
    figures.png(page)
    return page


def test_what_the_picture_shows_is_told_with_its_numbers():
    one = model("demo-nimbus", "earnings", "en")
    base, now, _ = both(one)
    said = plain(one.alternative(base, now))
    say = words.load("en")
    for shown in (base, now):
        assert plain(say.format.money(shown.lines[0].value)) in said
        assert plain(say.format.money(shown.lines[2].value)) in said
