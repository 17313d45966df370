"""What keeps a turn from ending well on the room's own side, beside or before any server."""

from typing import ClassVar

from components.conversation.errors import TurnFailed


class KeyMissing(TurnFailed):
    kind = "key missing"
    what = "No key is set for {server}, so nothing was asked."
    next_step = "Enter a key, then try again."
    because: ClassVar = dict.fromkeys(
        ("theirs", "theirs alone"), "The room's key for {server} is not for you to use, so nothing was asked."
    )
    so: ClassVar = {
        "theirs": "Enter a key of your own, then try again.",
        "alone": "Whoever started the room can set one.",
        "theirs alone": "Choose another server. Whoever started the room can let you use it, by THINKROOM_KEY_FOR.",
    }


class ServerGone(TurnFailed):
    kind = "server gone"
    what = "{server} is no longer among the room's servers, so nothing was asked."
    next_step = "Choose another server, then ask again."


class FieldsUnusable(TurnFailed):
    """`wrong` is a sentence."""

    kind = "own fields unusable"
    what = "Your own fields for this model cannot be sent, so nothing was asked."
    next_step = "Correct them, then try again."
    because: ClassVar = {"wrong": "Your own fields for this model cannot be sent, so nothing was asked. {wrong}"}


class DayIsSpent(TurnFailed):
    """`limit` and `spent` are sums of money in words."""

    kind = "day is spent"
    what = "Your limit for a day is reached, so nothing was asked."
    next_step = "Raise the limit, or go on tomorrow."
    because: ClassVar = {
        "limit": "Your limit of {limit} a day is reached ({spent} were spent today), so nothing was asked.",
        "room": "This room's limit of {limit} a day for everybody together is reached, so nothing was asked.",
    }
    so: ClassVar = {"room": "Go on tomorrow. Whoever started the room can raise THINKROOM_DAILY_LIMIT_USD."}


class NotRecorded(TurnFailed):
    kind = "not recorded"
    what = "The recording “{model}” has no such question, so nobody answered."
    next_step = "Ask one of its questions, or choose another server. Its own words say which it has."


class TookTooLong(TurnFailed):
    """`limit` is a time in words, `setting` the name of what sets it."""

    kind = "took too long"
    what = "The provider took too long, so the room stopped waiting."
    next_step = "Try again, or choose another model."
    because: ClassVar = {
        "first byte": "The provider sent nothing for {limit}, so the room stopped waiting.",
        "silence": "The provider fell silent for {limit}, so the room stopped waiting.",
        "total": "The reply had no end after {limit}, so the room stopped reading.",
    }
    so: ClassVar = dict.fromkeys(because, f"{next_step} The limit is the room's own ({{setting}}).")


class ReplyTooLong(TurnFailed):
    kind = "reply too long"
    what = "The reply grew longer than the room keeps, so it stopped reading."
    next_step = "Ask for something shorter, or choose another model."
    because: ClassVar = {"size": "The reply grew past {limit}, so the room stopped reading."}


class RoomFull(TurnFailed):
    kind = "room full"
    what = "All places are taken: too many turns are running on this server."
    next_step = "Wait until one ends, then try again."


class Interrupted(TurnFailed):
    kind = "interrupted"
    what = "Cut off, because the room's server was ended."
    next_step = "Try again."


class Fault(TurnFailed):
    kind = "fault"
    what = "Thinkroom itself made a mistake while reading this reply."
    next_step = "Try again; the log of the server has the details."
