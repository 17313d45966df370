"""A room's figures: what it did, and never what was said or by whom."""

from prometheus_client.parser import text_string_to_metric_families

from components.conversation import Asked
from tests.room.conftest import KEY, ME, Place
from tests.waiting import eventually


def figures(place: Place) -> dict[tuple[str, ...], float]:
    """By name and the values of its labels, which come sorted by their names."""
    text = place.room.upkeep.metrics.text().decode()
    return {
        (sample.name, *(value for name, value in sample.labels.items() if name != "le")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_turns_tokens_and_failures_are_counted(place: Place) -> None:
    done = place.answered("think-5-1-3 about heronwort")
    place.answered("error-500")
    place.ended(place.ask("think-5-1-3", asked=Asked("no-such-server", "heronwort")).id)
    assert eventually(
        lambda: sum(n for (name, *_), n in figures(place).items() if name == "thinkroom_turns_total") == 3
    )
    found = figures(place)
    assert found["thinkroom_turns_total", "", "openrouter", "done"] == 1
    failed = {key: count for key, count in found.items() if key[0] == "thinkroom_turns_total" and key[3] == "failed"}
    assert sum(failed.values()) == 2 and all(key[1] for key in failed)
    assert done.usage and done.usage.completion_tokens
    assert found["thinkroom_tokens_total", "completion", "openrouter"] >= done.usage.completion_tokens
    assert found["thinkroom_first_word_seconds_count", "openrouter"] >= 1
    assert found["thinkroom_running_turns",] == 0 == found["thinkroom_followers",]
    text = place.room.upkeep.metrics.text().decode()
    for secret in ("heronwort", KEY, ME, done.id, done.chat_id):
        assert secret not in text
