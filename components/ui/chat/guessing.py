"""Guess first: what those who follow say before the model does, and what the person does who asks alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from components.audience import LEAST_SURE, MOST_ANSWER, MOST_QUESTION, MOST_SURE, Guess, Tally, Vote, choices_from
from components.ui import dialog, element_keys
from components.ui.faithful import as_label, as_markdown
from components.ui.press import pressed
from components.ui.state import slots

LOOK_EVERY_S = 1.0
MOST_SHOWN = 20  # answers
MOST_OF_MODEL = 300  # characters of its answer
FIRST = "Guess first"
Step = Literal["form", "close", "reveal", "tally"]


@dataclass(frozen=True, slots=True)
class Wish:
    """`open`: a question with its choices, one a line, and the right answer; else of the guess `guess_id`."""

    kind: Literal["open", "close", "reveal", "put away", "forget"]
    guess_id: str = ""
    question: str = ""
    choices: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class Own:
    """A person's own guess, which is kept while the question is asked; `right` is "" where they do not know it."""

    question: str
    answer: str
    sure: int
    right: str = ""


@dataclass(frozen=True, slots=True)
class Guessed:
    """What came of a guess, beside the model's answer; `mark` is what the judge of the lab says of that, "" where there
    is nothing to say."""

    guess: Guess
    tally: Tally
    model: str
    mark: str


def counted(votes: int) -> str:
    return "no guess yet" if not votes else "1 guess" if votes == 1 else f"{votes} guesses"


def show_steps(guess: Guess | None) -> Step | None:
    """What can be done next with what those who follow are to guess: which was pressed?"""
    state = guess.state if guess else None
    if state == "open" and pressed("Close the guesses", key="close-guess", type="tertiary"):
        return "close"
    if state == "closed" and pressed("Reveal", key="reveal-guess", icon=":material/visibility:", type="tertiary"):
        return "reveal"
    if state == "revealed" and pressed("What they guessed", key="show-guess", type="tertiary"):
        return "tally"
    if state in (None, "revealed") and pressed(FIRST, key="guess-first", icon=":material/ballot:", type="tertiary"):
        return "form"
    return None


@dialog.dialog(FIRST)
def show_form(question: str, earlier: Sequence[Guess], do: Callable[[Wish], None]) -> None:
    """For those who follow. `question` may be what they are asked; `earlier` were asked in this chat."""
    st.markdown("They say on their phones what they expect, and how sure they are, before the model answers.")
    asked = st.text_area("Question", question[:MOST_QUESTION], max_chars=MOST_QUESTION, key=_key("question"), height=90)
    lines = st.text_area(
        "Choices, one a line",
        key=_key("choices"),
        height=110,
        placeholder="Two to six. Without any they write a short answer.",
    )
    right = st.text_input("The right answer, if you know it", max_chars=MOST_ANSWER, key=_key("right"))
    if pressed("Let them guess", icon=":material/ballot:", type="primary", key="open-guess"):
        if not asked.strip():
            st.markdown(":orange[Write a question first.]")
        elif choices_from(lines) is None:
            st.markdown(f":orange[Two to six choices of at most {MOST_ANSWER} characters, or none.]")
        else:
            do(Wish("open", question=asked, choices=lines, right=right))
    st.caption("Nobody sees what others guessed until you reveal it. It closes by itself when you ask the model.")
    if earlier:
        _show_earlier(earlier, do)


def _show_earlier(earlier: Sequence[Guess], do: Callable[[Wish], None]) -> None:
    with st.expander("Earlier guesses of this chat"):
        for guess in earlier:
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                st.caption(as_label(guess.question), width="stretch")
                st.link_button("Save", _address(guess), icon=":material/download:", type="tertiary")
                if pressed("Delete", key=f"forget-guess-{guess.id}", icon=":material/delete:", type="tertiary"):
                    do(Wish("forget", guess.id))


@dialog.dialog("What they guessed", width="large")
def show_guessed(found: Guessed, do: Callable[[Wish], None]) -> None:
    guess, tally = found.guess, found.tally
    st.markdown(f"**{as_label(guess.question)}**")
    for row in tally.rows[:MOST_SHOWN]:
        sure = "" if row.sure is None else f" · {row.sure:.0f} % sure"
        said = f"{as_label(row.answer)} · {row.votes}{sure}"
        st.progress(row.votes / tally.votes if tally.votes else 0.0, f"**{said} · right**" if row.right else said)
    if others := sum(row.votes for row in tally.rows[MOST_SHOWN:]):
        st.caption(f"{others} gave other answers.")
    if not tally.votes:
        st.markdown("Nobody guessed.")
    if guess.right:
        st.markdown(f"**The right answer:** {as_label(guess.right)}")
    if found.model:
        judged = f", {found.mark}" if found.mark in ("right", "wrong") else ""
        short = found.model if len(found.model) <= MOST_OF_MODEL else f"{found.model[: MOST_OF_MODEL - 1]}…"
        st.markdown(f"**The model's answer{judged}:**")
        st.markdown(as_markdown(short), anchors=False)
    if said := how_sure(guess, tally):
        st.markdown(said)
    with st.container(horizontal=True, gap="small"):
        st.link_button("Save the guesses", _address(guess), icon=":material/download:")
        if pressed("Put it away", key=f"put-away-{guess.id}", icon=":material/close:"):
            do(Wish("put away", guess.id))
    st.caption(f"{counted(tally.votes).capitalize()}. The file has no names: answer, confidence and second.")


def how_sure(guess: Guess, tally: Tally) -> str:
    """ "" where the right answer is not known, or nobody guessed."""
    if not guess.right or not tally.votes:
        return ""
    right, wrong = (None if sure is None else f"{sure:.0f} % sure" for sure in (tally.right_sure, tally.wrong_sure))
    how = f"those who were right were {right}, the others {wrong}" if right and wrong else f"they were {right or wrong}"
    return f"{tally.right} of {tally.votes} right; on average {how}."


def show_guess_button() -> bool:
    """Draws the button for who asks alone. Was it pressed?"""
    told = "Say what you expect and how sure you are; it is shown when the answer is there."
    return pressed(FIRST, "own-guess", icon=":material/ballot:", type="tertiary", help=told)


@dialog.dialog(FIRST)
def show_own_form(question: str, ask: Callable[[Own], None]) -> None:
    """`ask` asks at once, and keeps the guess."""
    asked = st.text_area("Question", question, key=_own_key("question"), height=90)
    answer = st.text_input("Your guess", max_chars=MOST_ANSWER, key=_own_key("answer"))
    sure = st.slider("How sure are you?", LEAST_SURE, MOST_SURE, 75, 5, format="%d %%", key=_own_key("sure"))
    right = st.text_input("The right answer, if you have it", max_chars=MOST_ANSWER, key=_own_key("right"))
    if pressed("Ask", icon=":material/send:", type="primary", key="ask-guessed"):
        if asked.strip() and answer.strip():
            ask(Own(asked, answer, int(sure), right))
        else:
            st.markdown(":orange[Write a question and your guess first.]")
    st.caption("The model is not told of it. It is shown when the answer is there.")


def show_own(
    guess: Guess, vote: Vote, right: bool | None, ended: Callable[[], bool], do: Callable[[Wish], None]
) -> None:
    """One line below the prompt; `right`: is the guess, as far as that is known? What was guessed stands there once the
    answer is there (`ended`)."""

    def show() -> None:
        with st.container(key=element_keys.GUESS, horizontal=True, gap="small", vertical_alignment="center"):
            if ended():
                judged = {True: "That is right.", False: f"The right answer: {as_label(guess.right)}.", None: ""}[right]
                st.markdown(f":material/ballot: You guessed **{as_label(vote.answer)}**, {vote.sure} % sure. {judged}")
            else:
                st.caption(":material/ballot: Your guess is kept until the answer is there.")
            if pressed("Put it away", key=f"put-away-{guess.id}", type="tertiary"):
                do(Wish("put away", guess.id))

    with st.bottom:
        st.fragment(show, run_every=None if ended() else LOOK_EVERY_S, key=slots.GUESS)()


def _address(guess: Guess) -> str:
    """Of its file: a route of ours gives it to its owner alone."""
    return f"./exports/guesses/{guess.id}?as=csv"


def _key(field: str) -> str:
    return dialog.key("guess", field)


def _own_key(field: str) -> str:
    return dialog.key("own guess", field)
