"""What a server may say in OpenAI's Responses protocol: siblings of what was recorded, with values written by hand."""

from dataclasses import replace
from typing import Any

import pytest

from components.conversation import ConnectionLost, NotAChatServer
from tests.wire.native import read, said, sse


def event(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": f"response.{kind}", **more}


def answer(text: str, at: int = 0) -> dict[str, Any]:
    return event("output_text.delta", output_index=at, content_index=0, item_id="msg_1", delta=text)


def thought(text: str, at: int = 0, part: int = 0) -> dict[str, Any]:
    return event("reasoning_summary_text.delta", output_index=at, summary_index=part, delta=text)


def closing(*output: dict[str, Any], state: str = "completed", **more: Any) -> dict[str, Any]:
    return event(state, response={"object": "response", "status": state, "output": [*output], **more})


def message(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": text}], **more}


def reasoning(*summaries: str, **more: Any) -> dict[str, Any]:
    return {"type": "reasoning", "summary": [{"type": "summary_text", "text": text} for text in summaries], **more}


@pytest.mark.parametrize("size", [1, 10**9])
def test_a_text_that_comes_five_times_counts_once(size: int) -> None:
    part = {"type": "output_text", "text": "Yes, so.", "annotations": []}
    raw = sse(
        event("output_item.added", output_index=0, item=reasoning(id="rs_1")),
        thought("Let me "),
        thought("see."),
        event("reasoning_summary_text.done", output_index=0, summary_index=0, text="Let me see."),
        event("output_item.done", output_index=0, item=reasoning("Let me see.", id="rs_1", encrypted_content="gAAAA")),
        answer("Yes, ", 1),
        answer("so.", 1),
        event("output_text.done", output_index=1, content_index=0, text="Yes, so."),
        event("content_part.done", output_index=1, content_index=0, part=part),
        event("output_item.done", output_index=1, item=message("Yes, so.")),
        # Other ids, and the items counted otherwise.
        closing(message("Yes, so.", id="msg_9"), output_text="Yes, so."),
    )
    progress, reply, failed = read("openai-responses", raw, size)
    assert failed is None and (said(progress, "summary"), said(progress, "answer")) == ("Let me see.", "Yes, so.")
    assert progress.reply.summarised and progress.reply.finish_reason == "completed"
    assert said(progress, "other") == "" and reply.tally.characters["other"] == 0


@pytest.mark.parametrize("size", [1, 10**9])
@pytest.mark.parametrize("tool", [False, True])
def test_a_word_before_the_answer_does_not_run_into_it(size: int, tool: bool) -> None:
    call = {"type": "web_search_call", "action": {"type": "search", "query": "that"}}
    raw = sse(
        event("output_item.added", output_index=0, item={"type": "message", "phase": "commentary", "content": []}),
        answer("Let me "),
        answer("look."),
        event("output_item.done", output_index=0, item=message("Let me look.", phase="commentary")),
        *([event("output_item.done", output_index=1, item=call)] if tool else []),
        answer("It ", 1 + tool),
        answer("is 4.", 1 + tool),
        closing(message("Let me look."), *([call] if tool else []), message("It is 4.")),
    )
    progress, reply, failed = read("openai-responses", raw, size)
    assert failed is None and progress.reply.finish_reason == "completed"
    assert said(progress, "answer") == "Let me look.\n\nIt is 4." and reply.tally.characters["other"] == 0


def test_thoughts_between_two_messages_tell_them_apart_already() -> None:
    raw = sse(answer("First."), thought("Hm.", 1), answer("\nThen.", 2), answer(" And.", 2), closing())
    progress, _, _ = read("openai-responses", raw)
    assert said(progress, "answer") == "First.\nThen. And."
    with_pieces = replace(progress.reply, pieces=tuple(progress.pieces))
    assert [part.answer and part.answer.text for part in with_pieces.rounds] == ["First.", "\nThen. And."]


def test_what_came_in_no_delta_is_taken_from_a_later_form() -> None:
    progress, _, failed = read(
        "openai-responses",
        sse(
            answer("The beginning", 1),
            event("output_text.done", output_index=1, content_index=0, text="The beginning and the end."),
            event("output_item.done", output_index=0, item=reasoning("First.", "Second.")),
            closing(reasoning("First.", "Second."), message("The beginning and the end."), message("Another.")),
        ),
    )
    assert failed is None
    assert said(progress, "answer") == "The beginning and the end.Another."
    assert said(progress, "summary") == "First.\n\nSecond."


def test_raw_thoughts_of_open_models_are_no_summary() -> None:
    raw = sse(
        event("content_part.added", output_index=0, content_index=0, part={"type": "reasoning_text", "text": ""}),
        event("reasoning_text.delta", output_index=0, content_index=0, delta="Hm."),
        answer("4", 1),
        closing(),
    )
    progress, _, _ = read("openai-responses", raw)
    assert (said(progress, "reasoning"), said(progress, "answer")) == ("Hm.", "4") and not progress.reply.summarised


def test_a_refusal_is_no_answer() -> None:
    part = {"type": "refusal", "refusal": "I cannot help with that."}
    raw = sse(
        event("refusal.delta", output_index=0, content_index=0, delta="I cannot "),
        event("refusal.delta", output_index=0, content_index=0, delta="help with that."),
        event("refusal.done", output_index=0, content_index=0, refusal="I cannot help with that."),
        closing({"type": "message", "content": [part]}),
    )
    progress, _, _ = read("openai-responses", raw)
    assert said(progress, "refusal") == "I cannot help with that." and not said(progress, "answer")


@pytest.mark.parametrize(
    ("reason", "finish"),
    [("max_output_tokens", "max_output_tokens"), ("content_filter", "content_filter"), (None, "incomplete")],
)
def test_what_is_not_whole_says_why(reason: str | None, finish: str) -> None:
    raw = sse(thought("Hm"), closing(state="incomplete", incomplete_details={"reason": reason} if reason else None))
    progress, _, failed = read("openai-responses", raw)
    assert failed is None and progress.reply.finish_reason == finish and said(progress, "summary") == "Hm"


@pytest.mark.parametrize(
    "failure",
    [
        [{"type": "error", "code": "server_error", "message": "The server had an error."}],
        [{"type": "error", "error": {"code": "server_error", "message": "The server had an error."}}],
        [closing(state="failed", error={"code": "server_error", "message": "The server had an error."})],
        [
            {"type": "error", "code": "server_error", "message": "The server had an error."},
            closing(state="failed", error={"code": "server_error", "message": "The server had an error."}),
        ],
    ],
)
def test_an_error_is_told_once_and_what_came_is_kept(failure: list[dict[str, Any]]) -> None:
    progress, _, failed = read("openai-responses", sse(thought("Hm."), *failure))
    assert failed is None and progress.reply.failure is not None
    assert progress.reply.failure.said == "The server had an error." and said(progress, "summary") == "Hm."


def test_a_stream_without_its_end_is_a_connection_that_was_lost() -> None:
    progress, _, failed = read("openai-responses", sse(thought("Hm."), answer("So", 1)))
    assert isinstance(failed, ConnectionLost) and said(progress, "answer") == "So"


def test_what_stands_on_no_list_is_kept_and_named() -> None:
    raw = sse(
        event("daydream.delta", output_index=0, delta="a cloud"),
        event("weather.report", words="It will rain."),
        event("output_item.done", output_index=1, item={"type": "poem", "lines": ["roses"], "id": "po_1"}),
        closing(mood="pleased to meet you"),
    )
    progress, reply, failed = read("openai-responses", raw)
    assert failed is None
    everything = " ".join(piece.text for piece in progress.pieces)
    for words in ("a cloud", "It will rain.", "roses", "pleased to meet you"):
        assert words in everything
    assert reply.tally.characters["other"] == len("It will rain." + "pleased to meet you")


def test_a_reply_in_another_protocol_is_called_that() -> None:
    raw = sse({"choices": [{"delta": {"content": "So."}}]}, "[DONE]")
    _, _, failed = read("openai-responses", raw)
    assert isinstance(failed, NotAChatServer) and "chat completions" in failed.failure.what


def test_a_key_that_a_server_says_back_is_nowhere() -> None:
    key = "sk-proj-0123456789abcdef"
    item = reasoning(f"I know {key}", encrypted_content=f"x{key}")
    raw = sse(
        thought("I know sk-proj-01"),
        thought("23456789abcdef"),
        answer(key, 1),
        event("output_item.done", output_index=0, item=item),
        closing(),
    )
    progress, _, _ = read("openai-responses", raw, key=key)
    assert key not in repr((list(progress.pieces), progress.reply))
