"""What keeps a turn from ending well on the room's own side, beside or before any server."""

from typing import ClassVar

from components.conversation.errors import TurnFailed


class KeyMissing(TurnFailed):
    kind = "key missing"
    what = "No key is set for {server}, so nothing was asked."
    next_step = "Enter a key, then try again."
    because: ClassVar = {
        "theirs": "The room's key for {server} is not for you to use, so nothing was asked.",
        "alone": "No key is set for {server}, and none can be entered, so nothing was asked.",
        "theirs alone": "The room's key for {server} is not for you to use, so nothing was asked.",
    }
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
    """`limit`, `spent`, `left` and `needs` are sums of money or numbers of turns in words; `own`: that one may enter a
    key of one's own, or nothing."""

    kind = "day is spent"
    what = "Your limit for a day is reached, so nothing was asked."
    next_step = "Raise the limit, or go on tomorrow."
    because: ClassVar = {
        "limit": "Your limit of {limit} a day is reached ({spent} were spent today), so nothing was asked.",
        "room": "This room's limit of {limit} a day for everybody together is reached, so nothing was asked.",
        "room turns": "This room's limit of {limit} a day for everybody together is reached, so nothing was asked.",
        "person": "With the room's key you may use {limit} a day, and that is used, so nothing was asked.",
        "person turns": "With the room's key you may ask {limit} a day, and did, so nothing was asked.",
        "left": "This turn may cost up to {needs}, and {left} is left today of the room's key, so nothing was asked.",
        "held": "This turn may cost up to {needs}, and what is left today of the room's key is reserved for turns that "
        "still run, so nothing was asked.",
    }
    so: ClassVar = {
        "room": "Go on tomorrow{own}. Whoever started the room can raise THINKROOM_DAILY_LIMIT_USD.",
        "room turns": "Go on tomorrow{own}. Whoever started the room can raise THINKROOM_DAILY_TURNS.",
        "person": "Go on tomorrow{own}. Whoever started the room can raise THINKROOM_PERSON_DAILY_USD.",
        "person turns": "Go on tomorrow{own}. Whoever started the room can raise THINKROOM_PERSON_DAILY_TURNS.",
        "left": "Set max tokens lower, shorten the question, choose a cheaper model, or go on tomorrow{own}.",
        "held": "Try again when one of them has ended, or set max tokens lower{own}.",
    }


class NotWithRoomKey(TurnFailed):
    """The room's key has a limit of money, and what this would cost at most is not known. `own` as above."""

    kind = "not with the room's key"
    what = "What this may cost is not known, and the room's key has a limit of money, so nothing was asked."
    next_step = "Choose a model whose price is known{own}, then try again."
    because: ClassVar = {
        "price": "What {model} costs is not known, and the room's key has a limit of money, so nothing was asked.",
        "routed": "The model {model} hands questions on to others, at their prices, and the room's key has a limit of "
        "money, so nothing was asked.",
        "searches": "The model {model} searches the web, which costs more than its tokens, and the room's key has a "
        "limit of money, so nothing was asked.",
        "field": "Your own field “{field}” is not known to cost nothing, and the room's key has a limit of money, so "
        "nothing was asked.",
        "limit": "{server} takes no limit of tokens here, and the room's key has one of money, so nothing was asked.",
        "store": "What is left of the room's key could not be looked up, so nothing was asked.",
    }
    so: ClassVar = {
        "field": "Take it out of your own fields{own}, then try again.",
        "store": "Try again in a moment.",
    }


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
