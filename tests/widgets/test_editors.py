"""What is typed in an editor changes the one line of the file that it should, and can be undone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from padlib.widgets import answer_sheets, editors, headlines
from padlib.workspace import editing, templates
from tests.widgets.editing import (
    DATA,
    EN,
    FR,
    Screen,
    changed_lines,
    copied,
    folder,
    opened,
)

Open = Callable[..., Screen]

# editor, partner, question, label of the control, what is typed, file, line before and after
ONE_VALUE = [
    (
        *("diagnostic", "", "D-EXP-01", "Note", "0", "diagnostic_answers.csv"),
        *("dg1,DG,D-EXP-01,3,", "dg1,DG,D-EXP-01,0,"),
    ),
    (
        *("perception", "", "P-VA-02", "Note", "NA", "perception_answers.csv"),
        *("axorial,axorial-dg,partner,P-VA-02,3,5,", "axorial,axorial-dg,partner,P-VA-02,NA,5,"),
    ),
    (
        *("convergence", "axorial", "C-STR-02", "Importance", "5", "convergence_answers.csv"),
        "axorial,2026-10-08,vendor,dirp1,C-STR-02,3,4,",
        "axorial,2026-10-08,vendor,dirp1,C-STR-02,3,5,",
    ),
    (
        *("votes", "", "IP-1", "Vote", "faux", "votes.csv"),
        *("dg1,DG,IP-1,before,vrai", "dg1,DG,IP-1,before,faux"),
    ),
    (
        *("milestones", "brivault", "J-02", "Commentaire", "Tenue", "start_plans/brivault.csv"),
        *("J-02,1,2026-07-08,,", "J-02,1,2026-07-08,,Tenue"),
    ),
    (
        *("partners", "", "", "Notre interlocuteur", "S. Brun", "partners.csv"),
        "axorial,Axorial,integrator,Occitanie,active,S. Brunel,2022-03-01,",
        "axorial,Axorial,integrator,Occitanie,active,S. Brun,2022-03-01,",
    ),
    (
        *("resellers", "", "", "Source", "appel", "resellers.csv"),
        *("offre santé,1,exemple inventé,2026-09-22", "offre santé,1,appel,2026-09-22"),
    ),
    (
        *("vision", "", "", "Croissance du marché", "0.02", "vision.yml"),
        *("  market_growth: 0.01", "  market_growth: 0.02"),
    ),
]


@pytest.fixture
def year(tmp_path: Path) -> Path:
    """A demo client's folder of the year, to write in."""
    return copied(tmp_path, without=["business_plans", "reviews", "deals.csv"])


@pytest.mark.parametrize(
    ("name", "partner", "block", "label", "typed", "file", "before", "after"),
    ONE_VALUE,
    ids=[one[0] for one in ONE_VALUE],
)
def test_one_field_changes_one_line_and_undo_gives_the_old_bytes(  # noqa: PLR0917
    year: Path,
    name: str,
    partner: str,
    block: str,
    label: str,
    typed: str,
    file: str,
    before: str,
    after: str,
) -> None:
    old = (year / file).read_bytes()
    screen = opened(name, year, partner)
    screen.control(label, block).value = typed
    assert (year / file).read_bytes() == old, "nothing is written before Save"
    assert "1 valeur changée, non enregistrée" in screen.text()
    screen.press("Enregistrer")
    (line, was, now), *others = changed_lines(old, (year / file).read_bytes())
    assert line and not others
    assert (before in was, after in now) == (True, True)
    assert was.replace(before, after) == now
    assert f"1 valeur enregistrée dans {year / file} à" in screen.text()
    screen.press("Annuler le dernier enregistrement")
    assert (year / file).read_bytes() == old
    assert screen.control("Annuler le dernier enregistrement").disabled


def test_an_assumption_is_one_line_more_and_goes_when_it_is_blank_again(year: Path) -> None:
    file = year / "assumptions.csv"
    old = file.read_bytes()
    screen = opened("assumptions", year, keys=["discount_rate"])
    assert "Valeur de la banque" in screen.text()
    screen.control("Valeur").value = "0,09"
    screen.control("Valeur").value = ""
    assert not screen.state.is_changed
    screen.control("Valeur").value = "0,09"
    screen.press("Enregistrer")
    ((line, was, now),) = changed_lines(old, file.read_bytes())
    assert (line, was) == (len(old.splitlines()) + 1, "")
    assert now.startswith('discount_rate,"0,09"')


def test_a_partners_own_assumption_stands_in_its_own_file(year: Path) -> None:
    shared, own = (year / name for name in ("assumptions.csv", "assumptions_axorial.csv"))
    old = shared.read_bytes(), own.read_bytes()
    screen = opened("assumptions", year, "axorial", partner="axorial", keys=["annual_churn"])
    assert "En vigueur dans le dossier : 8 % par an" in screen.text()
    screen.control("Valeur").value = "0.05"
    screen.press("Enregistrer")
    assert shared.read_bytes() == old[0]
    assert own.read_bytes() == old[1] + b"annual_churn,0.05,,,,\n"


def test_reset_forgets(year: Path) -> None:
    screen = opened("partners", year)
    screen.control("Nom").value = "Axorial Sud"
    assert screen.state.is_changed
    screen.press("Réinitialiser")
    assert not screen.state.is_changed
    assert screen.control("Nom").value == "Axorial"
    assert screen.control("Enregistrer").disabled


def test_a_bad_value_is_told_as_the_reader_tells_it_and_cannot_be_saved(year: Path) -> None:
    screen = opened("partners", year)
    assert screen.control("Enregistrer").disabled, "nothing is changed"
    screen.control("Chiffre d’affaires 2025").value = "12,5 k"
    told = screen.text()
    assert "partners.csv, ligne 2, colonne « revenue_n » : trouvé « 12,5 k »" in told
    assert "attendu un nombre en euros, sans unité" in told
    assert screen.control("Enregistrer").disabled
    assert "à corriger d’abord" in told
    screen.control("Chiffre d’affaires 2025").value = "12 500"
    assert not screen.control("Enregistrer").disabled


def test_a_file_that_changed_meanwhile_is_left_alone(year: Path) -> None:
    screen = opened("votes", year)
    screen.control("Vote", "IP-1").value = "faux"
    meanwhile = (year / "votes.csv").read_bytes() + b"new1,CM,IP-1,before,vrai\n"
    (year / "votes.csv").write_bytes(meanwhile)
    screen.press("Enregistrer")
    assert (year / "votes.csv").read_bytes() == meanwhile
    assert "a changé" in screen.box.editor.guard.area.value
    screen.press("Réinitialiser")
    assert len(screen.control("Personne").options) == 1 + len(
        {line.partition(b",")[0] for line in meanwhile.splitlines()[1:]}
    )


def test_an_excel_file_is_replaced_only_once_agreed(tmp_path: Path) -> None:
    year = copied(tmp_path, "demo-ferrum")
    workbook = year / "assumptions.xlsx"
    old = workbook.read_bytes()
    screen = opened("assumptions", year, keys=["annual_churn"])
    assert "classeur Excel" in screen.text()
    screen.control("Valeur").value = "0,07"
    screen.press("Enregistrer")
    assert "Continuer" in screen.text()
    assert workbook.read_bytes() == old
    screen.press("Non, ne rien écrire")
    assert "Non, ne rien écrire" not in screen.labels()
    assert workbook.read_bytes() == old
    screen.press("Enregistrer")
    screen.press("Oui, remplacer")
    assert not workbook.exists()
    assert "annual_churn;0,07" in (year / "assumptions.csv").read_text("utf-8-sig")
    screen.press("Annuler le dernier enregistrement")
    assert workbook.read_bytes() == old
    assert not (year / "assumptions.csv").exists()


TEMPLATES = [
    ("diagnostic", "", "diagnostic_answers", "D-EXP-01", "Note", "2"),
    ("perception", "", "perception_answers", "P-VA-01", "Note", "2"),
    ("convergence", "axorial", "convergence_answers", "C-STR-01", "Note", "2"),
    ("votes", "", "votes", "IP-1", "Vote", "vrai"),
]


@pytest.mark.parametrize(("name", "partner", "stem", "block", "label", "text"), TEMPLATES)
@pytest.mark.parametrize("there", [True, False], ids=["template", "no file"])
def test_a_template_never_filled_in_takes_a_first_answer(  # noqa: PLR0917
    year: Path,
    name: str,
    partner: str,
    stem: str,
    block: str,
    label: str,
    text: str,
    there: bool,
) -> None:
    file = year / f"{stem}.csv"
    file.unlink()
    if there:
        file.write_bytes(templates.table(stem, "fr"))
    screen = opened(name, year, partner)
    if "Ajouter" in screen.labels():
        screen.control("Identifiant de la personne").value = "p1"
        screen.press("Ajouter")
    screen.control(label, block).value = text
    assert not screen.state.found.faults, screen.text()
    screen.press("Enregistrer")
    read = editing.read_table(folder(year, partner), stem, ("respondent_id",))
    assert any(text in row.values() for row in read.rows)
    assert "partner1" not in file.read_text("utf-8-sig")


def test_a_vision_never_filled_in_is_filled_in_key_by_key(year: Path) -> None:
    (year / "vision.yml").write_bytes(templates.map_file("vision", "fr"))
    screen = opened("vision", year)
    screen.control("Entreprises visées").value = "1400"
    assert screen.control("Enregistrer").disabled, "other keys are required"
    screen.control("Part de clients, année 0").value = "0.06"
    screen.control("Part de clients, année 3").value = "0.10"
    screen.control("Part vendue en direct").value = "0.7, 0.6, 0.5"
    screen.press("Enregistrer")
    told = folder(year).vision().segments.iloc[0]
    assert told["target_companies"] == 1400
    assert told[["direct_1", "direct_2", "direct_3"]].tolist() == [0.7, 0.6, 0.5]


def test_the_counter_tells_answered_asked_and_without_object(year: Path) -> None:
    screen = opened("diagnostic", year)
    sheet = answer_sheets.diagnostic(folder(year), FR)
    assert len(sheet.asked({"respondent_id": "dg1", "function": "DG"})) == 27
    assert "Réponses : 26 / 27 · 1 s. o." in screen.text()
    screen.control("Note", "D-EXP-01").value = "NA"
    assert "Réponses : 25 / 27 · 2 s. o." in screen.text()
    screen.control("Note", "D-EXP-03").value = ""
    assert "Réponses : 24 / 27 · 2 s. o." in screen.text()


def test_a_function_is_asked_its_own_items_alone(year: Path) -> None:
    screen = opened("diagnostic", year)
    assert "D-EXP-01" in screen.items()
    assert "D-EXP-02" not in screen.items(), "not put to executive management"


def test_only_what_has_no_answer_is_shown_on_demand(year: Path) -> None:
    screen = opened("diagnostic", year)
    screen.control("Note", "D-EXP-03").value = ""
    screen.control("sans réponse seulement").value = True
    assert screen.items() == ["D-EXP-03"]
    screen.control("Note", "D-EXP-03").value = "4"
    assert screen.items() == ["D-EXP-03"], "what is being filled in stays under the hand"
    screen.control("Dimension").value = "RES"
    assert screen.items() == []
    assert "Ici, tout a une réponse" in screen.text()


def test_a_new_person_is_written_with_its_first_answer(year: Path) -> None:
    file = year / "diagnostic_answers.csv"
    old = file.read_bytes()
    screen = opened("diagnostic", year)
    screen.control("Personne").value = "new"
    screen.press("Ajouter")
    assert "Il faut d’abord remplir : Identifiant de la personne" in screen.text()
    screen.control("Identifiant de la personne").value = "fin9"
    screen.control("Fonction").value = "FIN"
    screen.press("Ajouter")
    assert not screen.state.is_changed
    assert "fin9" in dict(screen.control("Personne").options).keys().__str__()
    screen.control("Note", "D-EXP-01").value = "1"
    screen.control("Commentaire", "D-EXP-01").value = "Budget voté, puis gelé"
    screen.press("Enregistrer")
    assert file.read_bytes() == old + 'fin9,FIN,D-EXP-01,1,"Budget voté, puis gelé"\n'.encode()
    screen.control("Personne").value = "new"
    screen.control("Identifiant de la personne").value = "fin9"
    screen.press("Ajouter")
    assert "est déjà dans le fichier" in screen.text()


def test_a_new_partner_is_written_with_what_is_said_of_it(year: Path) -> None:
    file = year / "partners.csv"
    old = file.read_bytes()
    screen = opened("partners", year)
    screen.control("Partenaire").value = "new"
    screen.control("Identifiant").value = "zephirel"
    screen.press("Ajouter")
    screen.control("Nom").value = "Zéphirel"
    assert screen.control("Enregistrer").disabled
    assert "colonne « status » : case vide" in screen.text()
    screen.control("Statut").value = "prospect"
    screen.press("Enregistrer")
    ((_, was, now),) = changed_lines(old, file.read_bytes())
    assert was == ""
    assert now.startswith("zephirel,Zéphirel,,,prospect,")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Mon Partenaire", "attendu un identifiant de 1 à 40 lettres sans accent"),
        ("axorial", "est déjà dans le fichier"),
    ],
)
def test_a_name_that_cannot_be_is_told_before_it_is_in_the_list(
    year: Path, typed: str, told: str
) -> None:
    screen = opened("partners", year)
    count = len(screen.control("Partenaire").options)
    screen.control("Partenaire").value = "new"
    screen.control("Identifiant").value = typed
    screen.press("Ajouter")
    assert told in screen.box.editor.guard.area.value.replace("\xa0", " ")
    assert len(screen.control("Partenaire").options) == count


def test_people_called_na_and_so_are_two_and_none_is_a_formula(year: Path) -> None:
    screen = opened("diagnostic", year)
    for name in ("NA", "SO", "@ana"):
        screen.control("Personne").value = "new"
        screen.control("Identifiant de la personne").value = name
        screen.press("Ajouter")
        screen.control("Note", "D-EXP-01").value = "2"
    screen.press("Enregistrer")
    lines = (year / "diagnostic_answers.csv").read_text("utf-8").splitlines()
    assert [line.partition(",")[0] for line in lines[-3:]] == ["NA", "SO", "'@ana"]
    assert [name for name, _ in screen.control("Personne").options][-4:-1] == [
        f"{one} · Direction générale" for one in ("NA", "SO", "'@ana")
    ]


def test_what_is_typed_since_a_save_does_not_go_with_it(year: Path) -> None:
    screen = opened("partners", year)
    undo = screen.control("Annuler le dernier enregistrement")
    screen.control("Nom").value = "Axorial Sud"
    screen.press("Enregistrer")
    screen.control("Nom").value = "Axorial Nord"
    assert undo.disabled
    screen.press("Réinitialiser")
    assert not undo.disabled
    screen.press(undo.description)
    assert screen.control("Nom").value == "Axorial"


def test_a_segment_without_an_id_is_to_be_mended(year: Path) -> None:
    screen = opened("vision", year)
    screen.control("Identifiant").value = ""
    assert screen.box.editor.guard.area.value == ""
    assert "vision.yml, ligne 3, clé « segments[1].id »" in screen.text()
    assert screen.control("Enregistrer").disabled
    screen.control("Identifiant").value = "care"
    screen.press("Enregistrer")
    assert folder(year).vision().segments.index[0] == "care"


def test_a_row_is_removed_once_saved(year: Path) -> None:
    file = year / "resellers.csv"
    old = file.read_bytes()
    screen = opened("resellers", year)
    screen.press("Retirer cette ligne")
    assert file.read_bytes() == old
    screen.press("Enregistrer")
    lines = old.splitlines(keepends=True)
    assert file.read_bytes() == b"".join([lines[0], *lines[2:]])


def test_a_company_of_the_list_is_found_by_its_name(year: Path) -> None:
    file = year / "resellers.csv"
    old = file.read_bytes()
    screen = opened("resellers", year)
    screen.control("Chercher une entreprise de la liste").value = "econo"
    assert screen.control("Entreprises trouvées").options[0] == ("Econocom (RS-econocom)", 0)
    screen.press("Ajouter")
    screen.control("Force de vente mobilisable (nombre)").value = "40"
    screen.press("Enregistrer")
    ((_, was, now),) = changed_lines(old, file.read_bytes())
    assert was == ""
    assert now.startswith("RS-econocom,Econocom,")
    assert folder(year).resellers().at["RS-econocom", "sales_headcount"] == 40


def test_the_date_of_a_session_is_that_of_all_its_rows(year: Path) -> None:
    screen = opened("convergence", year, "estivane")
    screen.control("Date de la séance").value = "2026-12-10"
    assert "28 lignes, Date de la séance : " in screen.text()
    screen.press("Enregistrer")
    told = folder(year).convergence_answers("estivane")
    assert {str(day.date()) for day in told["session_date"]} == {"2026-12-10"}


def test_the_finding_is_told_as_it_stands_and_as_it_would_be(year: Path) -> None:
    screen = opened("partners", year, told=None)
    assert "Dossier : 3 partenaires réalisent 54 %" in screen.text()
    screen.control("Chiffre d’affaires 2025").value = "2000000"
    assert "Et si on enregistre : Axorial réalise à lui seul" in screen.text()
    screen.control("Chiffre d’affaires 2025").value = "320000"
    assert "Et si on enregistre" not in screen.text()


FINDINGS = {
    **{one: one for one in ("diagnostic", "perception", "convergence", "vision")},
    **{"votes": "preconceived_ideas", "milestones": "start_plan", "partners": "partner_map"},
    **{"resellers": "recruitment", "assumptions": "earnings"},
}


@pytest.mark.parametrize(("name", "finding"), FINDINGS.items())
def test_each_editor_tells_the_finding_of_its_workbook(
    year: Path, monkeypatch: pytest.MonkeyPatch, name: str, finding: str
) -> None:
    for one in FINDINGS.values():
        monkeypatch.setattr(headlines, one, lambda folder, _, one=one: f"{one} {folder.year}")
    assert f"Dossier : {finding} 2026" in opened(name, year, "brivault", told=None).text()


def test_what_changes_is_told_and_counted_beyond_twelve(year: Path) -> None:
    screen = opened("diagnostic", year)
    for one in screen.items():
        screen.control("Commentaire", one).value = f"vu {one}"
    screen.control("Dimension").value = "RES"
    for one in screen.items():
        screen.control("Commentaire", one).value = f"vu {one}"
    screen.control("Dimension").value = "ORG"
    for one in screen.items():
        screen.control("Commentaire", one).value = f"vu {one}"
    count = len(screen.state.draft.differences)
    assert count > 12
    assert "dg1 · D-EXP-01, Commentaire : vide → vu D-EXP-01" in screen.text()
    assert f"et {count - 12} " in screen.text()


@pytest.mark.parametrize("say", [FR, EN], ids=["fr", "en"])
@pytest.mark.parametrize(
    ("name", "partner"), [(one[0], one[1]) for one in ONE_VALUE] + [("assumptions", "")]
)
def test_every_control_says_what_it_is(year: Path, name: str, partner: str, say: object) -> None:
    screen = opened(name, year, partner, say=say)
    controls = [one for one in screen.widgets() if hasattr(one, "description")]
    controls = [one for one in controls if type(one).__name__ != "HTML"]
    assert len(controls) > 5
    assert [one for one in controls if not one.description or not one.tooltip] == []
    assert screen.box.editor.guard.area.value == ""


def test_what_a_client_wrote_is_never_html(year: Path) -> None:
    path = year / "partners.csv"
    path.write_text(path.read_text("utf-8").replace("S. Brunel", "<b>Brunel</b>"), "utf-8")
    screen = opened("partners", year)
    screen.control("Nom").value = "<script>alert(1)</script>"
    screen.control("Notre interlocuteur").value = "<i>Brun</i>"
    assert "<script>" not in screen.text()
    assert "&lt;b&gt;Brunel" in screen.text()


def test_a_file_that_cannot_be_read_is_told_and_read_again(year: Path) -> None:
    file = year / "votes.csv"
    old = file.read_bytes()
    file.write_bytes(b'respondent_id,idea_id\n"dg1,IP-1\n')
    screen = opened("votes", year)
    assert "votes.csv" in screen.text()
    file.write_bytes(old)
    screen.press("Relire le fichier")
    assert screen.control("Vote", "IP-1").value == "vrai"


def test_what_was_typed_stays_as_it_was_typed(year: Path) -> None:
    file = year / "votes.csv"
    file.write_bytes(file.read_bytes().replace(b"IP-1,before,vrai", b"IP-1,before,TRUE", 1))
    screen = opened("votes", year)
    vote = screen.control("Vote", "IP-1")
    assert (vote.value, dict(vote.options)["Vrai"]) == ("TRUE", "TRUE")


def test_every_editor_has_a_function() -> None:
    names = "diagnostic perception partners convergence resellers assumptions vision milestones"
    assert all(callable(getattr(editors, one)) for one in [*names.split(), "votes"])
    assert DATA.is_dir()


def test_what_a_person_holds_is_not_made_anew(year: Path) -> None:
    screen = opened("diagnostic", year)
    held = [screen.control(one) for one in ("Personne", "Dimension", "sans réponse seulement")]
    screen.control("Dimension").value = "RES"
    assert [
        screen.control(one) for one in ("Personne", "Dimension", "sans réponse seulement")
    ] == held
    assert screen.items()[0].startswith("D-RES-")


def test_who_is_shown_is_still_shown_once_saved(year: Path) -> None:
    screen = opened("diagnostic", year)
    screen.control("Personne").value = 2
    screen.control("Dimension").value = "ORG"
    item = screen.items()[0]
    who = screen.control("Personne").label
    screen.control("Commentaire", item).value = "vu"
    screen.press("Enregistrer")
    assert (screen.control("Personne").label, screen.items()[0]) == (who, item)
    assert screen.control("Commentaire", item).value == "vu"


def test_what_is_wrong_in_a_file_is_told_when_it_opens(year: Path) -> None:
    file = year / "partners.csv"
    file.write_bytes(file.read_bytes().replace(b"320000", b"32 k", 1))
    screen = opened("partners", year)
    assert "ligne 2, colonne « revenue_n » : trouvé « 32 k »" in screen.text()
    assert screen.control("Enregistrer").disabled
    screen.control("Chiffre d’affaires 2025").value = "32000"
    assert "trouvé « 32 k »" not in screen.text()
    screen.press("Enregistrer")


def test_a_row_told_twice_is_left_to_a_spreadsheet(year: Path) -> None:
    file = year / "votes.csv"
    file.write_bytes(file.read_bytes() + b"dg1,DG,IP-1,before,faux\n")
    screen = opened("votes", year)
    assert "dg1 vote" in screen.text() or "IP-1" in screen.text()
    screen.control("Vote", "IP-1").value = "faux"
    assert "plusieurs fois dans le fichier" in screen.box.editor.guard.area.value
    assert not screen.state.is_changed


def test_a_vision_begins_with_its_first_segment(year: Path) -> None:
    (year / "vision.yml").unlink()
    screen = opened("vision", year, say=EN)
    screen.control("Id").value = "health"
    screen.press("Add")
    for label, text in {
        "Target companies": "1400",
        "Share of customers, year 0": "0.06",
        "Share of customers, year 3": "0.1",
        "Share sold direct": "0,5; 0,4; 0,3",
    }.items():
        screen.control(label).value = text
    screen.press("Save")
    assert folder(year).vision().segments.loc["health", "direct_3"] == 0.3


def test_a_first_milestone_makes_the_file(year: Path) -> None:
    file = year / "start_plans" / "brivault.csv"
    file.unlink()
    screen = opened("milestones", year, "brivault")
    assert "Jalons franchis : 0 / 22" in screen.text()
    screen.control("Franchi", "J-01").value = "1"
    screen.control("Franchi le", "J-01").value = "06/07/2026"
    assert "Jalons franchis : 1 / 22" in screen.text()
    screen.press("Enregistrer")
    assert bool(folder(year, "brivault").start_plan().at["J-01", "done"])
    screen.press("Annuler le dernier enregistrement")
    assert not file.exists()
