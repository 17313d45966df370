"""What one owner asks about turns, beside their chats: translations of thoughts, and what else is asked of a model."""

import secrets
import time
from collections.abc import Sequence
from dataclasses import replace

from components.conversation import Aside, AsideKind, Asked, Prefill, Turn, quieted, translation_of
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

    def translate(self, turn_id: str, language: str, asked: Asked) -> Aside | None:
        """All thoughts of a turn into a language (a code of LANGUAGES, or a name), by the server and the model of
        `asked`, which is to think no more than it must. One of the same language that did not end well is forgotten.
        None where there is nothing to translate."""
        thoughts = self._thoughts(turn_id)
        if thoughts is None or not thoughts.strip() or not language:
            return None
        with self._dispatch.lock:
            question = translation_of(thoughts, language)
            aside = self.ask(turn_id, "translation", 0, len(thoughts), language, question, self._briefly(asked))
            for other, made in self.of(turn_id):
                same = aside and other.id != aside.id and other.kind == "translation" and other.detail == language
                if same and made.status in ("stopped", "failed"):
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
        turn = self._store.texts_of(self._owner, [turn_id]).get(turn_id)
        conversation = self._store.conversation(self._owner, turn.chat_id) if turn else None
        if turn is None or conversation is None or turn_id not in conversation.turns:
            return None
        (now,) = self._dispatch.texts(self._owner, [turn])
        return now.reasoning

    def _briefly(self, asked: Asked) -> Asked:
        """The same server and model, by the same routes, without what was chosen for chats."""
        plain = Asked(asked.provider, asked.model, routing=asked.routing)
        quiet = quieted(plain, self._desk.thinking(plain))
        return quiet if quiet.effort == "off" else replace(quiet, effort="unsaid")
