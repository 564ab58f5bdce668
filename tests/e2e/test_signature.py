"""The sheet that both managements sign keeps to one page of paper, long texts and all."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from padlib.display import Page, assemble, words
from padlib.display.pages import business_plan as document
from tests import joint_plans
from tests.display.conftest import folder

pytestmark = pytest.mark.browser

TEXT = "Maintenir les moyens prévus toute l’année et prévenir un trimestre à l’avance, " * 8
LONG = "Société de conseil en ingénierie numérique du Grand Ouest"
OBJECTIVES = {f"OB-0{one}": 90 if one > 5 else 1_234_567 for one in range(1, 9)}


def sheet(language: str, names: tuple[str, str], commitments: int, means: int, length: int) -> str:
    """A page whose second sheet is the plan to sign."""
    entry = {"owner": "CM", "text": TEXT[:length].strip(), "due_date": "2026-06-30"}
    title = TEXT[: length // 2].strip()
    sides = ("vendor", "partner")
    plan = joint_plans.plan(
        commitments=[
            {"id": f"{side}{one}", "side": side, **entry}
            for side in sides
            for one in range(commitments)
        ],
        means={
            side: {
                f"{side}{one}": {"planned": [1, 2, 3, 4], "title": title, "unit": "jours"}
                for one in range(means)
            }
            for side in sides
        },
        objectives=OBJECTIVES,
        quarters=None,
    )
    told = document.Partnership(
        vendor=names[0], partner=names[1], year=2026, people={"CM": "J. Okafor-Vandermeersch"}
    )
    page = Page(words.load(language))
    parts = [
        page.masthead(folder(), as_of="2026-10-31", issued="2026-11-12"),
        page.headline("Le plan."),
        document.signature(page, plan, told),
    ]
    return assemble([part.as_json() for part in parts], language=language, title="Plan")


SHEETS = {
    "short": ("fr", ("Nimbus", "Axorial"), 5, 3, 80),
    "longer": ("en", ("Nimbus", "Axorial"), 8, 6, 160),
    "long names": ("fr", (LONG, f"{LONG} et du Centre"), 10, 8, 220),
    "very long": ("en", (LONG, LONG), 10, 7, 500),
}


@pytest.mark.parametrize("case", SHEETS)
def test_the_sheet_to_sign_is_one_page(browser: Any, tmp_path: Path, case: str) -> None:
    file, paper = tmp_path / "plan.html", tmp_path / "plan.pdf"
    file.write_text(sheet(*SHEETS[case]), encoding="utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    page.pdf(path=str(paper), prefer_css_page_size=True)
    page.close()
    command = ["pdftotext", "-layout", str(paper), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    sheets = text.split("\f")[:-1]
    assert len(sheets) == 3  # the cover, the sheet to sign, the foot
    assert [number for number, one in enumerate(sheets) if "Signature" in one] == [1]
    begun = {"fr": "Business plan conjoint 2026", "en": "Joint business plan 2026"}
    assert begun[SHEETS[case][0]] in " ".join(sheets[1].split())
