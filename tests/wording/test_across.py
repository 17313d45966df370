"""Many thoughts in words: sentences and cells, from the figures alone."""

from typing import get_args

import pytest

from components.insight import Column, Entry, Figures, Summed
from components.wording.across import COLUMNS, cells, in_sum


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Summed(0, 0, 0, None, 0), ""),
        (
            Summed(214, 6, 214, 1_930, 31),
            "214 thoughts by 6 models; half are no longer than 1,930 characters; in 31 the answer stood there in the"
            " first third.",
        ),
        (
            Summed(2, 1, 2, 1, 0),
            "2 thoughts by 1 model; half are no longer than 1 character; in none the answer stood there in the first"
            " third.",
        ),
        (
            Summed(500, 3, 60, 800, 2),
            "500 thoughts by 3 models; 60 of them are read so far. Of these, half are no longer than 800 characters; in"
            " 2 the answer stood there in the first third.",
        ),
        (Summed(5, 2, 0, None, 0), "5 thoughts by 2 models."),
        (Summed(1, 1, 1, 30, 0), "1 thought by 1 model, 30 characters long."),
        (
            Summed(1, 1, 1, 30, 1),
            "1 thought by 1 model, 30 characters long. Its answer stood there in the first third.",
        ),
    ],
)
def test_what_is_said_of_all(found: Summed, said: str) -> None:
    assert in_sum(found) == said


def entry(figures: Figures | None) -> Entry:
    return Entry("t", "c", "Why?", "a/b", 0.0, figures)


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        (None, ["…"] * 8),
        (Figures(5), ["5", "–", "–", "0", "0", "0", "0 %", "–"]),
        (
            Figures(12_345, 65.4, 70.0, 21, 3, 1, 4, 2, 0.126, "", 0.384),
            ["12,345", "65.4 s", "70.0 s", "21", "3", "4", "13 %", "38 %"],
        ),
        (
            Figures(100, 0.02, 0.4, 1, 0, 0, 0, 0, 1.0, "same", 0.0, named=True),
            ["100", "under 0.1 s", "0.4 s", "1", "0", "0", "100 %, in circles", "0 %, perhaps not as the answer"],
        ),
    ],
)
def test_the_cells_of_a_row(figures: Figures | None, told: list[str]) -> None:
    assert cells(entry(figures), "14:32") == ["a/b", "14:32", *told]


def test_every_column_has_a_name_and_a_cell() -> None:
    assert tuple(COLUMNS) == get_args(Column)
    assert len(cells(entry(Figures(1)), "")) == len(COLUMNS) - 1 == len(cells(entry(None), ""))
