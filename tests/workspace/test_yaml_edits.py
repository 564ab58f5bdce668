"""One value of a YAML file changed, and nothing else."""

from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from padlib.workspace import yaml_edits
from padlib.workspace.yaml_edits import Uneditable, put, remove, value

WHAT_IF = "simulation 06, 2026-10-12"


@pytest.mark.parametrize(
    ("before", "path", "told", "after"),
    [
        ("mode: referral\n", ("mode",), "perpetual", "mode: perpetual\n"),
        ("churn: 0.1  # seen", ("churn",), 0.2, "churn: 0.2  # seen"),
        ("{a: {b: 1}, c: 2}", ("a", "b"), 3, "{a: {b: 3}, c: 2}"),
        ("{a: 1}\n", ("b",), True, "{a: 1, b: true}\n"),
        ("a: {}\n", ("a", "b"), 1, "a: {b: 1}\n"),
        ("a: {b: 1}\n", ("a", "c", "d"), 2, "a: {b: 1, c: {d: 2}}\n"),
        ("a: # why\n  # how\nc: 1\n", ("a", "b"), 2, "a: # why\n  b: 2\n  # how\nc: 1\n"),
        ("a:\n    b: 1 # c\nd: 1\n", ("a", "e"), 2, "a:\n    b: 1 # c\n    e: 2\nd: 1\n"),
        ("s:\n- id: x\n  n: 1\n- id: y\n", ("s", 0, "n"), 2, "s:\n- id: x\n  n: 2\n- id: y\n"),
        ("s:\n- id: x\n", ("s", 1, "id"), "y", "s:\n- id: x\n- id: y\n"),
        ("s: [{id: x}]\n", ("s", 0, "n"), [0.5, 1], "s: [{id: x, n: [0.5, 1]}]\n"),
        ("s:\r\n- 1\r\n- 2\r\nz: 1\r\n", ("s",), [3], "s: [3]\r\nz: 1\r\n"),
        ("a: |  # note\n  one\n  two\n\nb: 1\n", ("a",), 3, "a: 3  # note\n\nb: 1\n"),
        ('a: "x"\n', ("a",), "no", 'a: "no"\n'),
        ("", ("a", "b"), date(2026, 10, 31), "a:\n  b: 2026-10-31\n"),
        ("# nothing yet", ("s", 0, "id"), "x: y", '# nothing yet\ns:\n- id: "x: y"\n'),
        ("Thresholds: {A.b: 1}\n", ("thresholds", "a.B"), 2, "Thresholds: {A.b: 2}\n"),
    ],
)
def test_a_value_takes_its_place_in_the_style_of_what_holds_it(before, path, told, after):
    assert put(before.encode(), path, told).decode() == after


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("0,85", 0.85),
        ("1 200", 1200),
        ("31/10/2026", date(2026, 10, 31)),
        ("oui", True),
        ("60.0", 60),
    ],
)
def test_a_value_that_the_workspace_reads_already_is_left_as_typed(text, told):
    content = f"key: {text}\n".encode()
    assert put(content, ("key",), told) == content


def test_encoding_and_mark_stay_until_a_letter_lacks():
    latin = "été: 1\n".encode("cp1252")
    assert put(latin, ("été",), 2) == "été: 2\n".encode("cp1252")
    assert put(latin, ("été",), "Ω") == "été: Ω\n".encode("utf-8-sig")
    assert put("é: 1".encode("utf-8-sig"), ("é",), 2) == "é: 2".encode("utf-8-sig")


def test_a_comment_says_where_a_value_comes_from_after_the_persons_own():
    first = put(b"a: 8\n", ("a",), 9, WHAT_IF)
    assert first == b"a: 9 # simulation 06, 2026-10-12\n"
    again = put(first, ("a",), 10, "the CFO, slide #3, 2026-11-02")
    assert again == b"a: 10 # the CFO, slide 3, 2026-11-02\n"
    own = put(b"a: 8  # asked by the CFO\n", ("a",), 9, WHAT_IF)
    assert own == b"a: 9  # asked by the CFO # simulation 06, 2026-10-12\n"
    assert put(own, ("a",), 9, "2026-10-13") == b"a: 9  # asked by the CFO # 2026-10-13\n"
    within = put(b"{a: 8, b: 1}", ("a",), 9, WHAT_IF)
    assert within == b"{a: 9, b: 1} # simulation 06, 2026-10-12"
    assert remove(within, ("a",)) == b"{b: 1}"


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        ("a: 1\nb: 2 # c\nd: 3\n", ("b",), "a: 1\nd: 3\n"),
        ("a:\n  b:\n    c: 1\nd: 3\n", ("a", "b", "c"), "d: 3\n"),
        ("{a: 1, b: 2, c: 3}", ("b",), "{a: 1, c: 3}"),
        ("{a: 1, b: 2}", ("a",), "{b: 2}"),
        ("{a: 1, # one\n b: 2}", ("b",), "{a: 1 # one\n }"),
        ("s:\n- id: x\n  n: 1\n", ("s", 0, "id"), "s:\n- n: 1\n"),
        ("s:\n- id: x\n- id: y\n", ("s", 0), "s:\n- id: y\n"),
        ("# alone\na: 1", ("a",), "# alone\n"),
        ("a: 1\n", ("b",), "a: 1\n"),
    ],
)
def test_what_is_taken_away_takes_along_what_it_leaves_empty(before, path, after):
    assert remove(before.encode(), path).decode() == after


@pytest.mark.parametrize(
    ("content", "path"),
    [
        (b"a: &x 1\nb: *x\n", ("a",)),
        (b"{a}", ("a",)),
        (b"a: 1\n", ("a", "b")),
        (b"- 1\n", ("a",)),
        (b"a: [", ("a",)),
        (b"s: [1]\n", ("s", 4)),
    ],
)
def test_what_cannot_be_changed_alone_is_refused(content, path):
    with pytest.raises(Uneditable):
        put(content, path, 2)


def test_a_value_is_what_yaml_reads():
    content = b"campaigns: {2026: {as_of: 2026-10-31, n: 0.5, t: yes}}\nempty:\n"
    assert value(content, ("campaigns", "2026")) == {
        "as_of": date(2026, 10, 31),
        "n": 0.5,
        "t": True,
    }
    assert value(content, ("empty",)) is None
    assert value(b"d: 2026-02-31\n", ("d",)) == "2026-02-31"


# ── whatever the file ────────────────────────────────────────────────────────────────────────────

KEYS = st.from_regex(r"[a-z][a-z0-9_.]{0,6}", fullmatch=True) | st.sampled_from(
    ["no", "2026", "a b", "capacité 8", "x: y", "#", "RC-04", "été"]
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12).filter(
    lambda text: "\ufeff" not in text
)
NUMBERS = st.integers(-(10**9), 10**9) | st.floats(-1e6, 1e6).map(lambda one: round(one, 6))
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
SCALARS = TEXTS | NUMBERS | st.booleans() | DAYS
VALUES = SCALARS | st.lists(SCALARS, max_size=3)


def maps(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    keys = st.dictionaries(KEYS, children, min_size=1, max_size=4)
    return keys.filter(lambda held: len({key.casefold() for key in held}) == len(held))


INNER = st.recursive(
    SCALARS | st.none(), lambda inner: maps(inner) | st.lists(inner, max_size=3), max_leaves=6
)
TREES = maps(INNER)
SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
STYLES = st.sampled_from([True, False, None])
ENDS = st.sampled_from(["\n", "\r\n"])
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig"])


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, dict[str, Any]]:
    """A YAML file, with comments where its style leaves room for them, and what it says."""
    tree = draw(TREES)
    style = draw(STYLES)
    text = yaml.safe_dump(
        tree, allow_unicode=True, default_flow_style=style, sort_keys=False, width=1e9
    )
    if style is False and draw(st.booleans()):
        lines = text.splitlines()
        plain = all(line.isprintable() and line.count('"') % 2 == 0 for line in lines)
        tails = [f"{line}  # c{number}" for number, line in enumerate(lines)]
        commented = "\n".join(tails) + "\n"
        if plain and _loads(commented) == tree:
            text = commented
    text = text.replace("\n", draw(ENDS))
    content = text.encode(draw(ENCODINGS))
    assume(_loads(content.decode("utf-8-sig")) == tree)
    return content, tree


def _loads(text: str) -> Any:
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):
        return None


def named(tree: Any) -> Any:
    """A tree with its keys as texts: a year may stand without quotes."""
    if isinstance(tree, dict):
        return {str(key): named(held) for key, held in tree.items()}
    return [named(one) for one in tree] if isinstance(tree, list) else tree


def paths(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every path of a tree."""
    held = tree.items() if isinstance(tree, dict) else ()
    held = enumerate(tree) if isinstance(tree, list) else held
    return [one for part, inner in held for one in [(*path, part), *paths(inner, (*path, part))]]


def with_value(tree: Any, path: tuple[Any, ...], told: Any) -> Any:
    """The tree with a value at a path; a blank on the way becomes a map."""
    if not path:
        return told
    first, rest = path[0], path[1:]
    if isinstance(tree, list):
        return [with_value(one, rest, told) if n == first else one for n, one in enumerate(tree)]
    held = tree or {}
    return {**held, first: with_value(held.get(first), rest, told)}


def same(read: Any, told: Any) -> bool:
    """Whether two values are one to the workspace: `1` and `1.0` are, `1` and `true` are not."""
    if isinstance(told, list):
        return isinstance(read, list) and len(read) == len(told) and all(map(same, read, told))
    numbers = isinstance(told, int | float) and not isinstance(told, bool)
    return bool(read == told) and (numbers or isinstance(read, type(told)))


@SLOW
@given(files(), st.data())
def test_the_tree_is_the_same_but_for_the_value_that_is_put(file, data):
    content, tree = file
    path = data.draw(st.sampled_from(paths(tree)))
    told = data.draw(VALUES)
    after = put(content, path, told)
    if after != content:
        assert named(_loads(after.decode("utf-8-sig"))) == with_value(tree, path, told)
        assert same(value(after, path), told)
    assert content.startswith(b"\xef\xbb\xbf") == after.startswith(b"\xef\xbb\xbf")
    assert put(after, path, told) == after


@SLOW
@given(files(), st.lists(KEYS, min_size=1, max_size=2), SCALARS)
def test_a_new_key_leaves_every_line_that_was_there(file, new, told):
    content, tree = file
    path = tuple(new)
    assume(path[0].casefold() not in {key.casefold() for key in tree})
    after = put(content, path, told)
    assert named(_loads(after.decode("utf-8-sig"))) == with_value(tree, path, told)
    old, now = content.decode("utf-8-sig"), after.decode("utf-8-sig")
    if not old.startswith("{"):
        assert now.startswith(old.rstrip("\r\n")) or "|+" in old
    assert remove(after, path).decode("utf-8-sig").strip() == old.strip()


@SLOW
@given(files(), st.data())
def test_a_scalar_put_keeps_the_other_lines_and_the_comments(file, data):
    content, tree = file
    leaves = [path for path in paths(tree) if _is_short(tree, path)]
    assume(leaves)
    path = data.draw(st.sampled_from(leaves))
    told = data.draw(NUMBERS)
    old, now = (one.decode("utf-8-sig") for one in (content, put(content, path, told)))
    before, after = old.splitlines(keepends=True), now.splitlines(keepends=True)
    assert len(before) == len(after)
    changed = [
        number for number, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]
    ]
    assert len(changed) <= 1
    for number in changed:
        tail = f"  # c{number}"
        assert (tail in before[number]) == (tail in after[number])


def _is_short(tree: Any, path: tuple[Any, ...]) -> bool:
    for part in path:
        tree = tree[part]
    return isinstance(tree, int | float | date) and not isinstance(tree, bool)


@SLOW
@given(files(), st.data())
def test_what_is_taken_away_is_all_that_goes(file, data):
    content, tree = file
    path = data.draw(st.sampled_from([one for one in paths(tree) if isinstance(one[-1], str)]))
    before, after = yaml_edits.leaves(content), yaml_edits.leaves(remove(content, path))
    kept = {one: told for one, told in before.items() if one[: len(path)] != path}
    assert {one: told for one, told in after.items() if told != "[]"} == {
        one: told for one, told in kept.items() if told != "[]"
    }
