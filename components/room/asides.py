"""What one owner asks about turns, beside their chats: translations of thoughts, explanations of their steps, and what
else is asked of a model."""

import secrets
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from components.conversation import (
    Aside,
    AsideKind,
    Asked,
    Prefill,
    Turn,
    explanation_of,
    quieted,
    translation_of,
)
from components.insight import without
from components.room.desk import Desk
from components.room.dispatch import Dispatch
from components.store import Store


class Asides:
    """Of one owner: what belongs to another does not exist for it. Each is a turn in a chat of its own that no list
    shows and no search finds. It counts in the costs and in the limit of the day as every request does, and is deleted,
    and comes back, with the turn that it is about."""

    def __init__(self, owner: str, store: Store, dispatch: Dispatch, desk: Desk) -> None:
        self._owner, self._store, self._dispatch, self._desk = owner, store, dispatch, desk

    def of(self, turn_id: str) -> list[tuple[Aside, Turn]]:
        """About that turn, the oldest first, each with the turn that it made as that is now, texts included."""
        asides = self._store.asides(self._owner, turn_id)
        ids = [aside.made_turn_id for aside in asides]
        # The runs first: one that ends in between is in the store only afterwards.
        runs = {name: run for name in ids if (run := self._dispatch.live_of(self._owner, name))}
        kept = self._store.texts_of(self._owner, [name for name in ids if name not in runs])
        made = {**kept, **{name: run.turn for name, run in runs.items()}}
        return [(aside, made[aside.made_turn_id]) for aside in asides if aside.made_turn_id in made]

    def ask(
        self,
        turn_id: str,
        kind: AsideKind,
        start: int,
        end: int,
        detail: str,
        question: str,
        asked: Asked,
        prefill: Prefill | None = None,
        before: Sequence[Turn] = (),
    ) -> Aside | None:
        """About characters `start` to `end` of a turn's reasoning, with that `question` behind the turns `before` it,
        and a reply that begins with `prefill`. Of what is asked already and on its way there is no second: it comes
        back. None where the turn is not theirs, or was deleted."""
        with self._dispatch.lock:
            if self._thoughts(turn_id) is None:
                return None
            for aside, made in self.of(turn_id):
                same = (aside.kind, aside.start, aside.end, aside.detail) == (kind, start, end, detail)
                whom = made.asked.provider, made.asked.model
                if same and not made.ended and whom == (asked.provider, asked.model) and made.question == question:
                    return aside
            chat = self._dispatch.new_chat(self._owner, question, asked, hidden=True).chat
            turn = self._dispatch.new_turn(self._owner, chat.id, None, question, asked)
            turn = replace(turn, given=prefill)
            self._dispatch.queue(turn)
            aside = Aside(secrets.token_urlsafe(12), turn_id, kind, start, end, detail, turn.id, time.time())
            self._store.add_aside(aside)
            self._dispatch.start(self._owner, turn, before)
            return aside

    def translate(
        self, turn_id: str, language: str, asked: Asked, start: int = 0, end: int | None = None
    ) -> Aside | None:
        """All thoughts of a turn, or characters `start` to `end` of them, into a language (a code of LANGUAGES, or a
        name), by the server and the model of `asked`, which is to think no more than it must. None where there is
        nothing to translate."""
        end = len(self._thoughts(turn_id) or "") if end is None else end
        return self._tell(turn_id, "translation", start, end, language, asked)

    def explain(self, turn_id: str, start: int, end: int, language: str, asked: Asked) -> Aside | None:
        """What characters `start` to `end` of its thoughts do there, in a language, in the same way."""
        return self._tell(turn_id, "explanation", start, end, language, asked)

    def _tell(
        self,
        turn_id: str,
        kind: Literal["translation", "explanation"],
        start: int,
        end: int,
        language: str,
        asked: Asked,
    ) -> Aside | None:
        """One of the same place and language that did not end well is forgotten."""
        turn = self._there(turn_id)
        if turn is None or not language or not 0 <= start < end <= len(turn.reasoning):
            return None
        text = turn.reasoning[start:end]
        if not text.strip():
            return None
        explains = kind == "explanation"
        question = explanation_of(text, turn.question, language) if explains else translation_of(text, language)
        with self._dispatch.lock:
            aside = self.ask(turn_id, kind, start, end, language, question, self._briefly(asked))
            for other, made in self.of(turn_id):
                same = (other.kind, other.start, other.end, other.detail) == (kind, start, end, language)
                if same and aside and other.id != aside.id and made.status in ("stopped", "failed"):
                    self.remove(other.id)
            return aside

    def probe(self, turn_id: str, places: Sequence[int], asked: Asked) -> list[Aside]:
        """Forced answers: the turn's own question, with its thoughts up to each of these places, closed there. By the
        server and the model of `asked`; who takes no thoughts of its own is told them in words."""
        whole = self._thoughts(turn_id) or ""
        spans = [(0, place) for place in places if whole[:place].strip()]
        return self._force(turn_id, "probe", spans, [whole[:place] for _, place in spans], asked)

    def leave_out(self, turn_id: str, steps: Sequence[tuple[int, int]], asked: Asked) -> list[Aside]:
        """Forced answers from all thoughts but one of these steps each."""
        whole = self._thoughts(turn_id) or ""
        spans = [step for step in steps if without(whole, step).strip()]
        return self._force(turn_id, "without", spans, [without(whole, step) for step in spans], asked)

    def _force(
        self, turn_id: str, kind: AsideKind, spans: Sequence[tuple[int, int]], texts: Sequence[str], asked: Asked
    ) -> list[Aside]:
        found: list[Aside] = []
        with self._dispatch.lock:
            turn = self._store.texts_of(self._owner, [turn_id]).get(turn_id)
            conversation = self._store.conversation(self._owner, turn.chat_id) if turn else None
            if turn is None or conversation is None or not conversation.turns.get(turn_id):
                return []
            before = conversation.path(turn.parent_id) if turn.parent_id else []
            own = asked.provider == turn.asked.provider and asked.model == turn.asked.model
            system = turn.asked.system_prompt
            asked = self._dispatch.without_thinking(
                self._owner, turn.asked if own else replace(asked, system_prompt=system)
            )
            for (start, end), thoughts in zip(spans, texts, strict=True):
                given = Prefill(turn_id, thoughts, closed=True)
                if aside := self.ask(turn_id, kind, start, end, "", turn.question, asked, given, before):
                    found.append(aside)
        return found

    def stop(self, aside_id: str) -> None:
        """What came stays."""
        if aside := self._store.aside(self._owner, aside_id):
            self._dispatch.stop(aside.made_turn_id)

    def remove(self, aside_id: str) -> None:
        """For good; what runs is stopped."""
        if aside := self._store.aside(self._owner, aside_id):
            self._store.forget_aside(self._owner, aside_id, time.time())
            self._dispatch.stop(aside.made_turn_id)

    def _thoughts(self, turn_id: str) -> str | None:
        """None where there is no such turn for them."""
        turn = self._there(turn_id)
        return turn.reasoning if turn else None

    def _there(self, turn_id: str) -> Turn | None:
        """With its texts as they are now."""
        turn = self._store.texts_of(self._owner, [turn_id]).get(turn_id)
        conversation = self._store.conversation(self._owner, turn.chat_id) if turn else None
        if turn is None or conversation is None or turn_id not in conversation.turns:
            return None
        (now,) = self._dispatch.texts(self._owner, [turn])
        return now

    def _briefly(self, asked: Asked) -> Asked:
        """The same server and model, by the same routes, without what was chosen for chats."""
        plain = Asked(asked.provider, asked.model, routing=asked.routing)
        quiet = quieted(plain, self._desk.thinking(plain))
        return quiet if quiet.effort == "off" else replace(quiet, effort="unsaid")
