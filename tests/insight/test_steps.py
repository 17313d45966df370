"""The steps of a thought cover its text, in order."""

from hypothesis import given
from hypothesis import strategies as some

from components.insight import steps_of

any_text = some.text(some.characters() | some.sampled_from("\n\n\r\x00\ud800 .。*`$"), max_size=400)


@given(any_text)
def test_they_cover_any_text_exactly_and_in_order(text: str) -> None:
    assert "".join(text[step.start : step.end] for step in steps_of(text)) == text


def test_an_empty_text_has_none() -> None:
    assert steps_of("") == ()
