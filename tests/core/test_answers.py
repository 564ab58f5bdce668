"""Habits that spoil answers (METHOD 4.2): the same answer throughout, NA too often."""

import math

import pandas as pd

from padlib.core.answers import often_not_applicable, straight_lines


def answers(respondent, marks):
    """Answers of one respondent, a digit each; N is NA, a point a blank."""
    state = {"N": "not_applicable", ".": "missing"}
    return pd.DataFrame(
        {
            "who": respondent,
            "item_id": [f"I{number}" for number in range(len(marks))],
            "state": [state.get(mark, "answered") for mark in marks],
            "mark": [float(mark) if mark.isdigit() else math.nan for mark in marks],
        }
    )


def test_ten_equal_answers_are_a_straight_line_and_nine_are_not():
    told = pd.concat([answers("a", "2222222222"), answers("b", "222222222")])
    assert straight_lines(told, ["who"], "mark").to_dict("records") == [
        {"who": "a", "answer": 2.0, "items": 10}
    ]


def test_blanks_do_not_break_a_straight_line_and_do_not_make_one():
    told = pd.concat([answers("a", "22222.22222"), answers("b", "22222.2222")])
    assert straight_lines(told, ["who"], "mark")["who"].tolist() == ["a"]


def test_na_throughout_is_a_straight_line_without_a_number():
    line = straight_lines(answers("a", "NNNNNNNNNN"), ["who"], "mark")
    assert line["answer"].isna().tolist() == [True]
    assert len(straight_lines(answers("b", "NNNNN22222"), ["who"], "mark")) == 0


def test_nobody_answering_gives_no_line():
    assert len(straight_lines(answers("a", ".........."), ["who"], "mark")) == 0


def test_na_is_too_often_strictly_above_the_threshold():
    told = answers("a", "NN2222222.")  # 2 of the 9 given
    parts = dict.fromkeys(told["item_id"], "ORG")
    assert often_not_applicable(told, parts, 2 / 9).to_dict() == {}
    assert often_not_applicable(told, parts, 0.2).to_dict() == {"ORG": 2 / 9}
