"""What a client or a parameter changed, as the notes tell it: in words, never as a key."""

import pytest

from padlib import banks
from padlib.display import Page, changes, words
from padlib.workspace import names
from padlib.workspace.ledger import Change
from padlib.workspace.overrides import CLIENT_KEYS, PARAMETERS_ALONE

SAYS = [words.load("fr"), words.load("en")]


@pytest.mark.parametrize("say", SAYS)
def test_every_number_that_a_client_may_change_has_a_name(say: words.Words) -> None:
    told = {f"{step}.{key}" for step, keys in CLIENT_KEYS.items() for key in keys}
    told |= {f"{step}.{key}" for step, keys in PARAMETERS_ALONE.items() for key in keys}
    told |= set(names.thresholds())
    told |= {"diagnostic.EXP.weight", "recruitment.RC-03.hi", "partner_map.PM-D1.target_lo"}
    assert [one for one in sorted(told) if changes.name(one, say) == one] == []


def test_names_and_values_are_words() -> None:
    fr, en = SAYS
    label = banks.short_labels("fr")["RC-03"]
    assert changes.name("recruitment.RC-03.weight", fr) == f"Poids de «\u202f{label}\u202f»"
    assert changes.name("diagnostic.EXP.weight", en).startswith("Weight of “Expect")
    assert changes.name("effort.L.factor", en) == "Effort factor of an action of size L"
    assert changes.name("somebody.else", en) == "somebody.else"
    part = Page(en).parameters([Change("perception.named", False, True, "client.yml")])
    (line,) = part.data["lines"]
    assert (line["name"], line["value"], line["default"]) == ("Answers with names", "no", "yes")
    part = Page(fr).parameters([Change("diagnostic.form", "short", "full", "client.yml")])
    (line,) = part.data["lines"]
    assert (line["value"], line["default"]) == ("courte", "complète")
