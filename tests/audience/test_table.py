"""A measurement as followers are told of it: figures, and what is ticked beside them."""

from dataclasses import fields, replace

from components.audience import Shown, Table, TableRow, told_table

ROW = TableRow("Without", 3, 4, 1, 2, 1, 0.300123, 0.95441, 12.4, "$0.02")
TABLE = Table("3 of 4.", "a/b → c/d", ("Which is bigger?",), "running", 7, 12, [ROW])
NOTHING = Shown(thoughts=False, questions=False)


def test_what_is_not_ticked_is_not_told() -> None:
    told = told_table(TABLE, NOTHING)
    assert (told["models"], told["questions"], told["costs"]) == (None, None, False)
    assert (told["rows"][0]["injected"], told["rows"][0]["cost"]) == (None, None)
    for words in ("a/b", "bigger", "0.02", "12.4"):
        assert words not in str(told)
    assert (told["says"], told["done"], told["of"], told["state"]) == ("3 of 4.", 7, 12, "running")
    row = told["rows"][0]
    assert [row[name] for name in ("label", "right", "judged", "unclear", "waiting", "cut_off", "low", "high")] == [
        *("Without", 3, 4, 1, 2, 1, 0.3001, 0.9544)
    ]


def test_each_tick_tells_its_own_part_and_no_other() -> None:
    bare = told_table(TABLE, NOTHING)
    assert told_table(TABLE, replace(NOTHING, names=True)) == bare | {"models": "a/b → c/d"}
    assert told_table(TABLE, replace(NOTHING, questions=True)) == bare | {"questions": ["Which is bigger?"]}
    costs = told_table(TABLE, replace(NOTHING, costs=True))
    assert costs["rows"][0] == bare["rows"][0] | {"injected": 12, "cost": "$0.02"}
    assert told_table(TABLE, replace(NOTHING, thoughts=True, copies=True)) == bare
    assert {one.name for one in fields(Shown)} == {"thoughts", "questions", "names", "copies", "costs"}
