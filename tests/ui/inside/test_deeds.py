"""What the page tells of notes, read: all of it that is to be done, once, and nothing that is none."""

import json
from typing import Any

import pytest

from components.ui.inside.deeds import Deed, deeds_in

KEEP = {"number": 7, "kind": "keep", "start": 2, "end": 9, "body": "So"}
REMOVE = {"number": 9, "kind": "remove", "id": "n1"}


def test_what_was_done_already_is_not_done_again() -> None:
    told = json.dumps([REMOVE, KEEP])
    both = [Deed(7, "keep", "", 2, 9, "So"), Deed(9, "remove", "n1")]
    assert [deeds_in(told, done) for done in (0, 7, 9)] == [both, both[1:], []]


def test_what_is_asked_about_a_step_is_told_by_its_places() -> None:
    told = json.dumps([{"number": 3, "kind": "explain", "start": 5, "end": 12}, {"number": 4, "kind": "translate"}])
    assert deeds_in(told, 0) == [Deed(3, "explain", "", 5, 12), Deed(4, "translate")]


@pytest.mark.parametrize(
    "row",
    [
        None,
        [],
        {},
        {**KEEP, "kind": "burn"},
        {**KEEP, "number": "8"},
        {**KEEP, "start": None},
        {**KEEP, "end": 2.5},
        {**KEEP, "body": ["So"]},
        {**REMOVE, "id": 4},
    ],
)
def test_what_is_no_deed_is_passed_over(row: Any) -> None:
    assert deeds_in(json.dumps([row, KEEP]), 0) == [Deed(7, "keep", "", 2, 9, "So")]


@pytest.mark.parametrize("told", [None, 5, "", "[", "{}", "7", "null"])
def test_what_is_no_list_tells_nothing(told: object) -> None:
    assert deeds_in(told, 0) == []
