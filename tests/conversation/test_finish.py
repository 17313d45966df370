"""What the words for an end mean. A word on no list is not taken for a good end."""

import pytest

from components.conversation import cuts_off, end_of
from components.conversation.finish import End


@pytest.mark.parametrize(
    ("word", "end"),
    [
        *((word, "done") for word in ("stop", "STOP", "end_turn", "endTurn", "eos", "tool_calls", "stop_sequence")),
        *((word, "done") for word in ("COMPLETE", "Tool-Use", "function_call")),
        *((word, "limit") for word in ("length", "max_tokens", "MAX_TOKENS", "maxTokens", "max_output_tokens")),
        *((word, "context") for word in ("model_context_window_exceeded", "context_length_exceeded")),
        *((word, "filter") for word in ("content_filter", "SAFETY", "RECITATION", "sensitive", "refusal")),
        *((word, "broken") for word in ("error", "network_error", "ERROR", "insufficient_system_resource", "abort")),
        ("pause_turn", "paused"),
        *((word, "unknown") for word in ("gave_up", "because", "stop it", "end of the road", "完", "no")),
        *((word, "") for word in (None, "", "null", "NULL", "none", "None", " ", "undefined")),
    ],
)
def test_a_word_means_what_its_maker_says(word: str | None, end: End) -> None:
    assert end_of(word) == end
    assert cuts_off(word) is (end not in ("", "done"))
