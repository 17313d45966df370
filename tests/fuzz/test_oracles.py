"""The oracles hold for what we know, and see a fault that was put in on purpose; no fuzzer is needed for that."""

from pathlib import Path
from typing import Any

import pytest

from components.wire import channels, sse, text, think_tags
from tests.fuzz.__main__ import TARGETS as NAMES
from tests.fuzz.oracles import TARGETS
from tests.fuzz.seeds import BY_HAND, dictionary, seeds


@pytest.mark.parametrize("target", TARGETS)
def test_inputs_by_hand_pass(target: str) -> None:
    for data in BY_HAND[target]:
        TARGETS[target](data)


@pytest.mark.slow
@pytest.mark.captures
@pytest.mark.parametrize("target", TARGETS)
def test_recorded_replies_pass(captures: Path, target: str) -> None:
    recorded = seeds(target, captures)[len(BY_HAND[target]) :]
    assert len(recorded) > 30
    for data in recorded:
        TARGETS[target](data)


@pytest.mark.parametrize(
    ("target", "owner", "name", "fault"),
    [
        ("splitter", sse.EventSplitter, "end", lambda _: []),
        ("splitter", sse.EventSplitter, "_after_cr", property(lambda _: False, lambda *_: None)),
        ("dialects", channels.Channels, "end", lambda _: iter(())),
        ("dialects", channels, "Echo", lambda _: None),
        ("dialects", text.WholeText, "feed", lambda _, text: text),
        ("tags", think_tags.TagReader, "end", lambda _: []),
        ("tags", think_tags.CodeWatch, "inside", False),
    ],
)
def test_a_fault_is_seen(monkeypatch: pytest.MonkeyPatch, target: str, owner: Any, name: str, fault: Any) -> None:
    monkeypatch.setattr(owner, name, fault, raising=False)
    with pytest.raises((AssertionError, UnicodeEncodeError)):
        test_inputs_by_hand_pass(target)


def test_the_command_knows_all_targets_and_its_words() -> None:
    assert set(NAMES) == set(TARGETS) == set(BY_HAND)
    assert dictionary().isascii() and '"\\x64\\x61\\x74\\x61\\x3A\\x20"' in dictionary()
