"""Values as JSON holds them, and back, whatever fields they have."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import pytest
from hypothesis import given

from components.conversation import Asked, Chat, Failure, Prefill, Reply, Times, Turn, Usage, as_plain, from_plain
from tests.values import filled, values


class Pair(NamedTuple):
    first: str
    second: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Inner:
    names: tuple[str, ...] = ()
    count: int | None = None


@dataclass(frozen=True)
class Outer:
    one: Inner
    maybe: Inner | None = None
    many: tuple[Inner, ...] = ()
    rows: tuple[Mapping[str, Any], ...] | None = None
    pairs: tuple[Pair, ...] = ()
    level: Literal["low", "high"] = "low"
    more: Inner = field(default_factory=Inner)


def there_and_back(value: Any) -> Any:
    return from_plain(type(value), json.loads(json.dumps(value, default=as_plain)))


@pytest.mark.slow
@given(values(Outer))
def test_what_was_written_comes_back(value: Outer) -> None:
    assert there_and_back(value) == value


def test_no_field_of_ours_is_lost() -> None:
    for kind in (Chat, Turn, Reply, Times, Usage, Failure, Prefill, Asked):
        value = filled(kind)
        assert there_and_back(value) == value


def test_what_was_not_kept_is_as_if_it_had_not_been_told_and_what_is_unknown_is_left_out() -> None:
    assert from_plain(Outer, {"one": {"count": 2, "since": 1}, "later": 3}) == Outer(Inner(count=2))
    assert from_plain(Usage, {}) == Usage()
