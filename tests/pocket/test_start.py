"""The beginning of a reply is given, and the model goes on from there. The models are the ones that come with the room:
only they write what is worth going on with."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import httpx
import pytest

from components.pocket import transport
from components.pocket.evaluation.falsifying import falsified
from components.pocket.evaluation.question import Question
from components.pocket.evaluation.scoring import given_answer
from components.pocket.request import NOVICE, THINKER, Wish
from components.pocket.said import Ended, Said
from components.pocket.server import WEIGHTS
from components.pocket.speaker import speaker
from components.pocket.start import LEAST_ROOM, start
from components.pocket.tokenizer import ANSWER, THINK
from tests.pocket.conftest import URL
from tests.pocket.test_server import GARBAGE
from tests.pocket.weights import write

PAIR = "Which is bigger: 9.11 or 9.9?"
# Between them: doubts, signs with their spaces, quoted words, words that are spelled, long lists of ", ".
QUESTIONS = (
    PAIR,
    "How many r's are in strawberry?",
    "What is 467 + 318?",
    "Reverse the word planet.",
    "If today is Wednesday, what day will it be in 29 days?",
    "Hello!",
)


class Reply(NamedTuple):
    thoughts: str
    answer: str
    reason: str
    prompt: int
    completion: int
    reasoning: int


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    with httpx.Client(transport=transport(0), base_url=URL) as client:
        yield client


def body(question: str, model: str = THINKER, given: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    asked = {"role": "user", "content": question}
    begun = [{"role": "assistant", "prefix": True, "content": ""} | given] if given is not None else []
    return {"model": model, "messages": [asked, *begun]} | fields


def ask(http: httpx.Client, *asked: Any, **fields: Any) -> Reply:
    reply = http.post("/chat/completions", content=json.dumps(body(*asked, **fields)))
    assert reply.status_code == 200, reply.text
    (choice,), usage = reply.json()["choices"], reply.json()["usage"]
    message, reasoning = choice["message"], usage["completion_tokens_details"]["reasoning_tokens"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]
    counts = usage["prompt_tokens"], usage["completion_tokens"], reasoning
    return Reply(message["reasoning"] or "", message["content"], choice["finish_reason"], *counts)


def pieces(text: str, model: str = THINKER) -> list[str]:
    tokenizer = speaker(model, WEIGHTS).tokenizer
    return [tokenizer.vocabulary[token] for token in tokenizer.pieces(text)]


@pytest.mark.slow
@pytest.mark.parametrize("question", QUESTIONS)
def test_from_every_token_of_its_thoughts_it_comes_to_the_same_reply(http: httpx.Client, question: str) -> None:
    """Also where white space was stripped at the cut, and at no token of its own any more."""
    whole, known = ask(http, question), 0
    said = pieces(whole.thoughts)
    for count in range(len(said) + 1):
        cut = "".join(said[:count])
        more = ask(http, question, THINKER, {"reasoning_content": cut.rstrip()})
        assert (cut.rstrip() + more.thoughts, more.answer, more.reason) == (whole.thoughts, whole.answer, "stop")
        if cut == cut.rstrip():  # else its last token is given in part and made in part
            known += 1
            assert more.prompt == whole.prompt + count
            assert (more.completion, more.reasoning) == (whole.completion - count, whole.reasoning - count)
        else:
            assert (more.completion, more.reasoning) == (whole.completion - count + 1, whole.reasoning - count + 1)
    assert known > len(said) / 2


@pytest.mark.slow
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_word_that_was_cut_is_ended(http: httpx.Client, question: str) -> None:
    """At any letter: of a word of its own, of one that it spells, of a number, between quotes."""
    whole = ask(http, question)
    for place in range(1, len(whole.thoughts), 3):
        cut = whole.thoughts[:place].rstrip()
        more = ask(http, question, THINKER, {"reasoning_content": cut})
        assert (cut + more.thoughts, more.answer) == (whole.thoughts, whole.answer)


@pytest.mark.slow
@pytest.mark.parametrize("model", [THINKER, NOVICE])
@pytest.mark.parametrize("question", QUESTIONS)
def test_from_every_letter_of_its_answer_it_comes_to_the_same_one(
    http: httpx.Client, model: str, question: str
) -> None:
    whole = ask(http, question, model)
    for place in range(1, len(whole.answer) + 1):
        cut = whole.answer[:place].rstrip()
        more = ask(http, question, model, {"reasoning_content": whole.thoughts, "content": cut})
        assert (more.thoughts, cut + more.answer, more.reason) == ("", whole.answer, "stop")
        assert more.reasoning == 0 and more.completion >= 1
    assert (more.answer, more.completion) == ("", 1)  # nothing but its end


def test_white_space_at_the_left_and_the_line_ends_of_windows_change_nothing(http: httpx.Client) -> None:
    whole = ask(http, PAIR)
    cut = "".join(pieces(whole.thoughts)[:60]).rstrip()
    given = {"reasoning_content": "\n " + cut.replace("\n", "\r\n")}
    assert ask(http, PAIR, THINKER, given) == ask(http, PAIR, THINKER, {"reasoning_content": cut})
    assert ask(http, PAIR, THINKER, {"reasoning_content": " \n", "content": " \n"}) == whole


def test_white_space_that_was_not_stripped_is_not_said_again(http: httpx.Client) -> None:
    whole = ask(http, PAIR)
    said = pieces(whole.thoughts)
    for count in (said.index(".\n") + 1, said.index(": ") + 1, said.index(", ") + 1):
        cut = "".join(said[:count])
        assert cut + ask(http, PAIR, THINKER, {"reasoning_content": cut}).thoughts == whole.thoughts


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "task", "given", "right"),
    [
        (PAIR, "compare_trap", ("9.11", "9.9"), "9.9"),
        ("Is 9.11 smaller than 9.9?", "compare_trap", ("9.11", "9.9"), "9.11"),
        ("How many r's are in strawberry?", "count", ("strawberry",), "3"),
        ("If today is Wednesday, what day will it be in 29 days?", "weekday", ("wednesday", "29"), "Thursday"),
    ],
)
def test_an_answer_follows_thoughts_that_were_changed(
    http: httpx.Client, question: str, task: Any, given: tuple[str, ...], right: str
) -> None:
    own = ask(http, question)
    assert given_answer(own.answer) == right
    changed = falsified(own.thoughts, Question(question, task, right, given), Random(1))
    assert changed
    assert given_answer(ask(http, question, THINKER, {"reasoning_content": changed[0]}).answer) == changed[1]


def test_it_thinks_on_from_what_another_wrote(http: httpx.Client) -> None:
    given = "Let me look. The question asks for the bigger one. I compare 9.11 and 9.9."
    more = ask(http, PAIR, THINKER, {"reasoning_content": given})
    assert more.thoughts.startswith("\n") and more.reasoning > 20 and given_answer(more.answer) == "9.9"


def test_thoughts_that_are_closed_are_followed_by_the_answer(http: httpx.Client) -> None:
    whole = ask(http, PAIR)
    over = ask(http, PAIR, THINKER, {"reasoning_content": whole.thoughts, "content": "\n\n"})
    assert (over.thoughts, over.answer, over.reasoning) == ("", whole.answer, 0)
    cut = "".join(pieces(whole.thoughts)[:20])  # before it has found out
    early = ask(http, PAIR, THINKER, {"reasoning_content": cut, "content": "\n\n"})
    assert early.thoughts == "" and early.answer.strip()
    assert ask(http, PAIR, THINKER, {"reasoning_content": cut}).thoughts
    assert ask(http, PAIR, THINKER, {"reasoning_content": " ", "content": "\n\n"}) == whole


def test_an_answer_goes_on_as_it_was_begun(http: httpx.Client) -> None:
    thoughts = ask(http, PAIR).thoughts
    for model in (THINKER, NOVICE):
        given = {"reasoning_content": thoughts, "content": "**9.11"}
        assert ask(http, PAIR, model, given).answer.startswith("** is bigger than 9.")


@pytest.mark.slow
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_thinker_that_has_only_the_beginning_of_an_answer_thinks_first(http: httpx.Client, question: str) -> None:
    whole = ask(http, question)
    for place in range(1, len(whole.answer), 5):
        cut = whole.answer[:place].rstrip()
        more = ask(http, question, THINKER, {"content": cut})
        assert (more.thoughts, cut + more.answer, more.reason) == (whole.thoughts, whole.answer, "stop")
        assert more.reasoning == whole.reasoning and more.prompt > whole.prompt


def test_the_novice_has_no_thoughts_to_begin_with(http: httpx.Client) -> None:
    assert ask(http, PAIR, NOVICE, {"reasoning_content": "So 9.11 is bigger."}) == ask(http, PAIR, NOVICE)


def streamed(http: httpx.Client, **fields: Any) -> list[dict[str, Any]]:
    asked = body(stream=True, stream_options={"include_usage": True}, **fields)
    with http.stream("POST", "/chat/completions", json=asked) as reply:
        events = b"".join(reply.iter_bytes()).decode("ascii").split("\n\n")
    return [json.loads(event.removeprefix("data: ")) for event in events if event.startswith("data: {")]


def test_a_stream_says_the_same_as_a_whole_body(http: httpx.Client) -> None:
    thoughts = ask(http, PAIR).thoughts
    for given in (
        {"reasoning_content": thoughts[: thoughts.index(".\n") + 1]},
        {"reasoning_content": thoughts, "content": "**9.9** is big"},
    ):
        whole = ask(http, PAIR, THINKER, given)
        *chunks, last = streamed(http, question=PAIR, given=given)
        deltas = [chunk["choices"][0]["delta"] for chunk in chunks]
        texts = {name: [delta[name] for delta in deltas if delta.get(name)] for name in ("reasoning", "content")}
        assert ("".join(texts["reasoning"]), "".join(texts["content"])) == (whole.thoughts, whole.answer)
        assert last["usage"]["prompt_tokens"] == whole.prompt and last["usage"]["completion_tokens"] == whole.completion
        first = (texts["reasoning"] or texts["content"])[0]
        assert first == ("ger" if "content" in given else "\nI")


def test_hidden_thoughts_go_on_from_those_that_are_given(http: httpx.Client) -> None:
    given = {"reasoning_content": "The question asks for"}
    shown, hidden = (ask(http, PAIR, THINKER, given, include_reasoning=shows) for shows in (True, False))
    assert shown.thoughts and not hidden.thoughts and hidden == shown._replace(thoughts="")


def test_the_limit_counts_what_is_said_and_not_what_was_given(http: httpx.Client) -> None:
    given = {"reasoning_content": "The question asks for the big"}
    more = ask(http, PAIR, THINKER, given, max_tokens=1)
    assert (more.thoughts, more.completion, more.reasoning, more.reason) == ("ger", 1, 1, "length")


@pytest.mark.slow
def test_chance_goes_on_from_there_and_repeats_itself_with_its_seed(http: httpx.Client) -> None:
    given = {"reasoning_content": "The question asks for the big"}
    asked = (http, PAIR, THINKER, given)
    for seed in range(30):
        once, again = (ask(*asked, temperature=1.5, seed=seed, max_tokens=40) for _ in range(2))
        assert once == again and once.completion <= 40
    assert {ask(*asked, temperature=1.5, seed=seed, max_tokens=1).thoughts for seed in range(30)} != {""}


@pytest.mark.slow
@pytest.mark.parametrize("model", [THINKER, NOVICE])
@pytest.mark.parametrize("text", [*GARBAGE.values(), "<", "<think", '"', '"un', "So 9.9 日本"])
def test_whatever_was_given_is_gone_on_with(http: httpx.Client, model: str, text: str) -> None:
    for given in ({"reasoning_content": text}, {"content": text}, {"reasoning_content": text, "content": text}):
        more = ask(http, text, model, given, temperature=1, seed=1)
        assert more.reason in ("stop", "length") and not {"<think>", "<answer>", "<end>"} & {more.answer, more.thoughts}


def test_of_a_long_beginning_the_end_is_read_and_the_question_and_the_marks_stay() -> None:
    long = "So 9.9 is bigger and 9.11 is smaller.\n" * 500 + "The end"
    model = speaker(THINKER, WEIGHTS)

    def parts(**given: Any) -> list[str]:
        """The question, the thoughts and the answer, as they are read."""
        wish = Wish(THINKER, "a" * 300, **given)
        begun = start(wish, model.tokenizer, True, model.network.context)
        assert begun.room >= LEAST_ROOM - 8 and begun.prompt + begun.room <= model.network.context
        read = list(begun.tokens)
        marks = [place for place, token in enumerate(read) if token in (THINK, ANSWER)]
        found = [read[place:end] for place, end in zip([0, *marks], [*marks, len(read)], strict=True)]
        return [model.tokenizer.text(tokens) for tokens in (*found, *([begun.answer.tokens] if begun.answer else []))]

    question, thoughts = parts(given_thoughts=long)
    assert question == "a" * 300 and len(thoughts) > 1_000 and long.endswith(f"{thoughts} end")
    question, thoughts, answer = parts(given_thoughts=long, given_answer="**9.9** is")
    assert question == "a" * 300 and len(thoughts) > 1_000 and long.endswith(thoughts) and answer == "**9.9**"
    question, thoughts, answer = parts(given_answer=long)
    assert question == "a" * 300 and thoughts == "" and len(answer) > 1_000 and long.endswith(f"{answer} end")
    question, thoughts, answer = parts(given_thoughts=long, given_answer=long)
    assert question == "a" * 300 and thoughts == "" and len(answer) > 1_000


def test_a_context_that_is_too_short_for_it_all_leaves_room_for_a_reply(tmp_path: Path) -> None:
    write(tmp_path, context=128)
    for wish in (
        Wish(THINKER, "x" * 300, given_thoughts="So 9 is. " * 99),
        Wish(THINKER, "x" * 300, given_thoughts="So 9 is. " * 99, given_answer="9 is. " * 99),
        Wish(THINKER, "x" * 300, given_answer="9 is. " * 99),
        Wish(NOVICE, "x\n\n" + "9 is. " * 300, given_answer="9 is. " * 99),
    ):
        *said, ended = speaker(wish.model, tmp_path).reply(wish)
        assert isinstance(ended, Ended) and ended.reason == "length"
        assert LEAST_ROOM - 8 <= len(said) == ended.completion <= LEAST_ROOM


def test_what_is_given_in_part_costs_one_pass_and_is_not_said(http: httpx.Client) -> None:
    model = speaker(THINKER, WEIGHTS)
    before = model.network.passes
    replies = model.reply(Wish(THINKER, PAIR, given_thoughts="The question asks for the big"))
    assert next(replies) == Said("reasoning", "ger") and model.network.passes == before + 1
    # A word that is whole is a piece of its own.
    replies = model.reply(Wish(THINKER, PAIR, given_thoughts="The question asks for the bigger"))
    assert next(replies) == Said("reasoning", " one") and model.network.passes == before + 3


@pytest.mark.slow
def test_a_beginning_is_one_only_where_the_last_message_says_so(http: httpx.Client) -> None:
    plain = http.post("/chat/completions", json=body(PAIR)).json()["choices"]
    for given in ({"prefix": False}, {"prefix": None}, {"role": "user ", "content": "So"}):
        message = {"content": "**9.11", "reasoning_content": "So 9.11 is bigger."} | given
        assert http.post("/chat/completions", json=body(PAIR, given=message)).json()["choices"] == plain
