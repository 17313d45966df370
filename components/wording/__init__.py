"""The words for the states of a turn: how it ended, what it took and cost, where its thoughts come from. Pure: a turn
in, sentences out, the same for the page and for a file."""

from components.wording.clock import (
    clock,
    countdown,
    exact,
    loading,
    phase,
    round_clock,
    seconds,
    ticking,
    trying_again,
    wait_left,
)
from components.wording.endings import FROM_RECORD, Action, Ending, ended, ending
from components.wording.figures import bill, figures
from components.wording.price import price_before
from components.wording.thoughts import STANDING, SUMMARY, circling, given, note, standing_line, withheld

__all__ = [
    "FROM_RECORD",
    "STANDING",
    "SUMMARY",
    "Action",
    "Ending",
    "bill",
    "circling",
    "clock",
    "countdown",
    "ended",
    "ending",
    "exact",
    "figures",
    "given",
    "loading",
    "note",
    "phase",
    "price_before",
    "round_clock",
    "seconds",
    "standing_line",
    "ticking",
    "trying_again",
    "wait_left",
    "withheld",
]
