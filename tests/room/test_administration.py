"""Looking after a whole room: what an administrator sees and does, and that nobody else can."""

import inspect
import logging
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from components.audience import Shown
from components.conversation import REPLAY, Asked
from components.injection import Plan, Question, Series
from components.room import LOCAL, Administration, NotAdministrator
from components.store import Charge
from components.ui.administration.running import facts
from tests.modelserver import ModelServer
from tests.room.conftest import KEY, Place, a_place
from tests.waiting import eventually

ASKED = Asked("openrouter", "a/b")
ADA, BOB = f"browser:{'a' * 64}", f"browser:{'b' * 64}"
SAID = "heronwort"
PASSWORD = {"sign_in": "password", "password": "long enough"}

EVERY: dict[str, Callable[[Administration], object]] = {
    "in_short": lambda all_of_it: all_of_it.in_short(),
    "people": lambda all_of_it: all_of_it.people(),
    "accounts": lambda all_of_it: all_of_it.accounts(),
    "limits": lambda all_of_it: all_of_it.limits(),
    "running": lambda all_of_it: all_of_it.running(),
    "kept": lambda all_of_it: all_of_it.kept(),
    "links": lambda all_of_it: all_of_it.links(),
    "sign_out": lambda all_of_it: all_of_it.sign_out(ADA),
    "stop": lambda all_of_it: all_of_it.stop("any"),
    "end_link": lambda all_of_it: all_of_it.end_link("any"),
}


@pytest.fixture
def place(tmp_path: Path, server: ModelServer) -> Place:
    return a_place(tmp_path, server, admins=("local",), **PASSWORD)


def asked(place: Place, owner: str, question: str, chat: str | None = None) -> tuple[str, str]:
    turn = place.room.chats(owner).ask(chat, f"{question} {SAID}", ASKED)
    assert turn is not None
    return turn.chat_id, turn.id


def answered(place: Place, owner: str, question: str = "think-5-5-0") -> tuple[str, str]:
    chat, turn = asked(place, owner, question)
    assert eventually(lambda: place.kept(turn).ended and place.room._runner.get(turn) is None)
    return chat, turn


def test_every_call_is_refused_to_whoever_is_no_administrator(place: Place) -> None:
    public = {name for name, _ in inspect.getmembers(Administration) if not name.startswith("_")}
    assert public == {"may", *EVERY}
    _, turn = asked(place, ADA, "gate-10-5")
    for owner in (ADA, BOB, "", "local ", "user:local", KEY):
        theirs = place.room.administration(owner)
        assert not theirs.may
        for name, call in EVERY.items():
            with pytest.raises(NotAdministrator, match=r"^There is no such page\.$"):
                call(theirs)
                pytest.fail(name)
    assert place.room.chats(ADA).live(turn) and place.room._people.signed_out(ADA) == 0.0
    mine = place.room.administration(LOCAL)
    assert mine.may
    for call in EVERY.values():
        call(mine)
    assert place.room._people.signed_out(ADA) > 0.0


def test_it_is_asked_anew_with_each_call(place: Place) -> None:
    mine = place.room.administration(LOCAL)
    assert mine.people().all
    place.room.entrance.administrators._owners = frozenset()
    with pytest.raises(NotAdministrator):
        mine.people()


def test_people_stand_with_what_is_known_of_them(place: Place) -> None:
    for owner in (ADA, ADA, BOB):
        answered(place, owner)
    asked(place, BOB, "gate-10-5")
    place.room._people.call(BOB, "Bob")
    people = place.room.administration(LOCAL).people()
    bob, ada, mine = people.all
    assert people.note == ""
    assert (bob.label, bob.chats, bob.running, bob.you, bob.leaves) == ("Bob · bbbbbbbb", 2, 1, False, True)
    assert (ada.label, ada.chats, ada.running, ada.signed_out) == ("Browser · aaaaaaaa", 2, 0, None)
    assert (mine.label, mine.you, mine.leaves, mine.active) == ("Whoever started the room", True, False, None)
    assert ada.active and abs(ada.active - time.time()) < 60 and len({one.id for one in (bob, ada, mine)}) == 3


def test_a_name_can_neither_turn_around_nor_push_aside_what_tells_its_owner_apart(place: Place) -> None:
    place.room._people.call(ADA, " Bob\u202e\n\u2067Whoever ")
    (ada,) = (one for one in place.room.administration(LOCAL).people().all if one.who == ADA)
    assert ada.label == "Bob Whoever · aaaaaaaa"
    place.room._people.call(ADA, "\u202e")
    (ada,) = (one for one in place.room.administration(LOCAL).people().all if one.who == ADA)
    assert ada.label == "Browser · aaaaaaaa"


def test_somebody_is_signed_out_everywhere_and_their_links_end(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    answered(place, ADA)
    mine, before = place.room.administration(LOCAL), time.time()
    with caplog.at_level(logging.WARNING):
        assert mine.sign_out(ADA)
    (ada,) = (one for one in mine.people().all if one.who == ADA)
    assert ada.signed_out and ada.signed_out >= before and place.room._people.signed_out(ADA) == ada.signed_out
    assert not mine.sign_out(LOCAL), "oneself by mistake"
    assert not mine.sign_out("user:nobody") and place.room._people.signed_out("user:nobody") == 0.0
    assert "signed somebody out" in caplog.text and ADA not in caplog.text


def test_what_was_spent_is_summed_up_by_person_and_in_all(place: Place) -> None:
    for _ in range(2):
        answered(place, ADA)
    answered(place, BOB)
    mine = place.room.administration(LOCAL)
    in_all, (first, second) = mine.accounts()
    assert (in_all.label, first.label, second.label) == ("", "Browser · aaaaaaaa", "Browser · bbbbbbbb")
    assert [one.lately.asked for one in (in_all, first, second)] == [3, 2, 1]
    told = place.kept(answered(place, BOB)[1]).usage
    in_all, each = mine.accounts()
    assert told and told.written and in_all.today.spent.written == 4 * told.written
    assert in_all.today.read == 4 * (told.prompt_tokens or 0) and in_all.today == mine.in_short().today
    assert sum(one.today.spent.written for one in each) == in_all.today.spent.written


def test_limits_tell_what_is_used_where_it_is_counted(tmp_path: Path, server: ModelServer) -> None:
    free = a_place(tmp_path, server, admins=("local",)).room.administration(LOCAL).limits()
    assert {one.setting: (one.most, one.used) for one in free.limits} == {
        "THINKROOM_DAILY_LIMIT_USD": (None, None),
        "THINKROOM_DAILY_TURNS": (None, None),
        "THINKROOM_PERSON_DAILY_USD": (None, None),
        "THINKROOM_PERSON_DAILY_TURNS": (None, None),
        "THINKROOM_REQUESTS_A_MINUTE": (600, None),
        "THINKROOM_TURNS_AT_ONCE": (16, None),
    }
    assert list(free.shares) == []
    (tmp_path / "other").mkdir()
    place = a_place(
        tmp_path / "other", server, admins=("local",), daily_limit_usd=5.0, daily_turns=None, person_daily_turns=3
    )
    now, room = time.time(), place.room
    for number, (owner, usd, until) in enumerate(((ADA, 1.0, None), (ADA, 0.5, now + 60), (BOB, 2.0, None))):
        charge = Charge(f"turn-{number}", owner, now, usd, 0.0, 0.0, until)
        room._store.reserve(owner, now, 0.0, lambda mine, everybody, charge=charge: charge)
    told = room.administration(LOCAL).limits()
    by = {one.setting: one for one in told.limits}
    usd, turns = by["THINKROOM_DAILY_LIMIT_USD"], by["THINKROOM_DAILY_TURNS"]
    assert (usd.most, usd.used, usd.held) == (5.0, 3.5, 0.5) and (turns.most, turns.used) == (None, 3)
    assert [(one.label, one.usd, one.held, one.turns) for one in told.shares] == [
        ("Browser · bbbbbbbb", 2.0, 0.0, 1),
        ("Browser · aaaaaaaa", 1.5, 0.5, 2),
    ]
    assert now < told.resets <= now + 90_000


def test_what_runs_is_shown_with_how_far_it_is_and_can_be_stopped(place: Place) -> None:
    _, turn = asked(place, ADA, "gate-10-5")
    mine = place.room.administration(LOCAL)
    assert eventually(lambda: any(run.state == "thinking" and run.tokens for run in mine.running().runs))
    (run,) = mine.running().runs
    assert (run.id, run.label, run.kind, run.server, run.model) == (
        turn,
        "Browser · aaaaaaaa",
        "chat",
        "openrouter",
        "a/b",
    )
    assert run.here and not run.told and mine.running().missing == "" and mine.in_short().running == 1
    assert mine.stop(turn) and eventually(lambda: place.kept(turn).status == "stopped")
    assert list(mine.running().runs) == [] and not mine.stop(turn) and not mine.stop("none")


def test_who_waits_in_line_and_who_waits_for_a_word_is_told(tmp_path: Path, server: ModelServer) -> None:
    place = a_place(tmp_path, server, admins=("local",), turns_at_once=1)
    asked(place, ADA, "silent")
    asked(place, ADA, "silent")
    mine = place.room.administration(LOCAL)
    assert eventually(lambda: [run.state for run in mine.running().runs] == ["waiting", "in line"])


@pytest.mark.slow
def test_stopping_a_run_stops_what_it_is_a_part_of(place: Place) -> None:
    room, mine = place.room, place.room.administration(LOCAL)
    plan = Plan(question="gate-10-5", thinker=ASKED, answerer=ASKED)
    experiment = room.experiments(ADA).run(plan)
    race = room.races(BOB).run("gate-10-5", (ASKED, Asked("openrouter", "c/d")), "", False)
    assert eventually(lambda: {run.kind for run in mine.running().runs} == {"injection", "race"})
    for kind in ("injection", "race"):
        assert mine.stop(next(run.id for run in mine.running().runs if run.kind == kind))
        assert eventually(lambda kind=kind: all(run.kind != kind for run in mine.running().runs))
    stopped = room.experiments(ADA).experiment(experiment.id), room.races(BOB).race(race.id)
    assert all(one and one.stopped for one in stopped)


@pytest.mark.slow
def test_stopping_a_request_of_a_measurement_stops_that(place: Place) -> None:
    room, mine = place.room, place.room.administration(LOCAL)
    silent = Series(tuple(Question(f"silent {number}") for number in range(3)), ASKED, ASKED, ("without",))
    measurement = room.measurements(ADA).run(silent)
    assert eventually(lambda: [run.kind for run in mine.running().runs][:1] == ["measurement"])
    assert mine.stop(mine.running().runs[0].id)
    now = room.measurements(ADA).measurement(measurement.id)
    assert now and (now.state, now.said) == ("stopped", "An administrator of this room stopped it.")
    assert eventually(lambda: not mine.running().runs)


def test_links_are_shown_without_their_tokens_and_end(place: Place) -> None:
    chat, _ = answered(place, LOCAL)
    link = place.room.shares(LOCAL).let_follow(chat, Shown(), 60.0)
    assert link is not None
    place.room.audience.join(link.share)
    mine = place.room.administration(LOCAL)
    (shown,) = mine.links()
    assert (shown.label, shown.kind, shown.live, shown.following) == ("Whoever started the room", "chat", True, 1)
    assert link.token not in repr(asdict(shown)) and mine.in_short().links == 1
    assert mine.end_link(shown.id) and not place.room.audience.goes_on(link.share)
    assert mine.links() == [] and not mine.end_link(shown.id)


def test_what_is_kept_and_waits_is_counted(tmp_path: Path, server: ModelServer) -> None:
    place = a_place(tmp_path, server, admins=("local",), keep_days=1.0)
    chat, _ = answered(place, ADA)
    answered(place, ADA)
    place.room.chats(ADA).delete(chat)
    kept = place.room.administration(LOCAL).kept()
    assert (kept.days, kept.engine, kept.chats, kept.turns) == (1.0, "SQLite", 1, 2)
    assert (kept.old, kept.deleted_chats, kept.deleted_turns) == (0, 1, 0) and kept.bytes


def test_nothing_of_it_holds_a_word_of_what_was_asked(place: Place) -> None:
    chat, _ = answered(place, LOCAL)
    asked(place, ADA, "gate-10-5")
    place.room.shares(LOCAL).let_follow(chat, Shown(), 60.0)
    mine = place.room.administration(LOCAL)
    assert eventually(lambda: mine.running().runs)
    told = [EVERY[name](mine) for name in ("in_short", "people", "accounts", "limits", "running", "kept", "links")]
    assert SAID not in repr(told) and KEY not in repr(told) and chat not in repr(told)


def test_what_a_recording_is_called_after_is_not_told_either(place: Place) -> None:
    """By its question, or by words of its owner's."""
    chat, turn = answered(place, ADA, "think-60-10-40")
    assert eventually(lambda: not place.room.arrivals(ADA).look(chat, turn).why_none)
    files, mine = place.room.files(ADA), place.room.administration(LOCAL)
    taken = files.recording([chat], None, True, True, False)
    assert taken and not files.bring_in(taken[1].encode())[1]
    (kept,) = place.room.recordings(ADA).newest()
    assert SAID in kept.title
    assert place.room.chats(ADA).ask(None, f"think-60-10-40 {SAID}", Asked(REPLAY, kept.title))
    assert eventually(lambda: mine.running().runs)
    (run,) = mine.running().runs
    assert (run.server, run.model) == (REPLAY, "") and SAID not in repr(run) and SAID not in facts(run)
