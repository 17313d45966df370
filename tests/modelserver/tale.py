"""A model that tells the same tale each time, and goes on from a beginning of it, where it takes one."""

from collections.abc import Iterator
from typing import Any

from .behaviour import Behaviour, perform
from .refusal import refuse
from .request import Request
from .script import Spoken
from .step import Event, Step

THOUGHTS = "First I count to three. Then I count on to five. So the answer is five."
ANSWER = "One, two, three, four, five: that is all there is to say of it."
ELSE = " And so it goes on."  # after a beginning that is not of the tale


def tale(
    refuses: int = 0,
    echoes: bool = False,
    tags: bool = False,
    rate: float = 0,
    anew: bool = False,
    cut: tuple[int, Event] | None = None,
) -> Behaviour:
    """`refuses` a last message of the assistant with that status; `echoes` what it was given; reads `tags`; begins
    `anew` whatever it was given, and says nothing of that. Who gave nothing is `cut` off after that many words."""

    def play(request: Request) -> Iterator[Step]:
        messages: list[dict[str, Any]] = request.fields["messages"]
        last = messages[-1]
        if last["role"] == "assistant" and refuses:
            return refuse(refuses, "This model does not support assistant message prefill.")
        if _closes(request.fields, tags) and not anew:
            return perform(Spoken("", ANSWER, rate), "or", request)
        if last["role"] == "user" and cut:
            return perform(Spoken(THOUGHTS, ANSWER, rate, cut=cut), "or", request)
        told = (THOUGHTS, ANSWER) if anew else _told(messages, echoes, tags)
        return perform(Spoken(*told, rate), "or", request)

    return play


def _closes(fields: dict[str, Any], tags: bool) -> bool:
    """Are the thoughts that it was given over: by an answer that begins with white space (DeepSeek), by the part that
    it is to go on from (llama.cpp), by a tag (vLLM), or by a word?"""
    last = fields["messages"][-1]
    said = last["content"]
    if last["role"] == "user":
        return "answer now" in said
    if tags:
        return said.startswith("<think>\n") and said.endswith("</think>\n\n")
    thought = bool(last.get("reasoning_content")) and not said.strip()
    return thought and (bool(said) or fields.get("continue_final_message") == "content")


def _told(messages: list[dict[str, Any]], echoes: bool, tags: bool) -> tuple[str, str]:
    """Its thoughts and its answer."""
    last = messages[-1]
    if last["role"] == "user":
        on = last["content"].startswith("Your answer broke off")
        return ("", _after(ANSWER, messages[-2]["content"])) if on else (THOUGHTS, ANSWER)
    thoughts, answer = last.get("reasoning_content", ""), last["content"]
    if tags and answer.startswith("<think>\n"):
        thoughts, answer = answer.removeprefix("<think>\n"), ""
    if answer:
        return "", (answer if echoes else "") + _after(ANSWER, answer)
    return (thoughts if echoes else "") + _after(THOUGHTS, thoughts), ANSWER


def _after(whole: str, begun: str) -> str:
    return whole[len(begun) :] if whole.startswith(begun) else ELSE
