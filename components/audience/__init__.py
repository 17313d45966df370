"""What people who follow a chat or a run on devices of their own are told of it, and nothing else. Pure.

Server → follower, each message a JSON list of events, in this order as often as there is something new:

    ["all", title, live, [turn, …]]   all there is: at the beginning, and whenever another path of the chat is shown
    ["all", "", live, [lane, …], question]  the same of a run, whose lanes stand side by side, all on one question
    ["new", turn]                     one more turn
    ["turn", number, turn]            all of a turn that was told, anew
    ["more", number, thoughts, answer]  what was added to it; either may be ""
    ["state", number, state, seconds] how it stands, and how long it has been on its way, or took
    ["guess", guess]                  what is to be guessed now, or what came of it; null: nothing is any more
    ["over"]                          the last one: whoever shows it has ended it, or its time is over

    ["table", live, table]            all there is of a measurement, in the place of all else
    ["figures", table]                the same without its questions, whenever a figure is another one

A turn is {"number", "question", "model", "thoughts", "answer", "state", "seconds"}; null is what is not shown. `title`
is "" where names are not shown. A lane is a turn with a "label", whose own question is null; its state is also "before"
as long as it waits for its turn, or "never" where it will not be asked.

A table is {"says", "models", "questions", "state", "done", "of", "costs", "rows"}: `done` of `of` requests have their
answer, its state is "running", "paused", "stopped" or "done", and "costs" tells whether a row's cost and tokens are
shown. A row is {"label", "right", "judged", "unclear", "waiting", "cut_off", "low", "high", "injected", "cost"}, of
whose interval both ends are shares.

A guess is {"id", "question", "choices", "state"}, whose state is "open", "closed" or "revealed", and nothing of others
until it is revealed; then also {"right", "votes", "rows", "others", "rightly", "sure"}: a row is [answer, votes, how
sure, is it right], "others" the votes that stand in no row, "sure" how sure those were who were right, and the others,
in percent.

Follower → server: first {"token": …}; then nothing but votes, and those as long as a guess is open:

    {"vote": {"guess": id, "phone": name, "answer": text, "confidence": percent}}

`phone` is a random name that the phone made up and keeps, of 128 bits at least. Server → that follower alone:

    ["copies", address]               before all else: it may go on from this in a chat of its own, on the page of that
                                      address, or on this one where it is ""
    ["voted", guess, answer, confidence]  it counts, in the place of an earlier one of that phone
    ["late", guess]                       it does not: the guess was closed before
    ["full", guess]                       it does not: there are as many as there may be
"""

from components.audience.guess import (
    LEAST_SURE,
    MOST_ANSWER,
    MOST_QUESTION,
    MOST_SURE,
    MOST_VOTES,
    Counted,
    Guess,
    Said,
    Tally,
    Vote,
    choices_from,
    said_from,
    tally,
    told,
)
from components.audience.scene import Lane, Scene, State
from components.audience.share import LONGEST_S, Kind, Share, Shown, hashed, new_token
from components.audience.table import Row as TableRow
from components.audience.table import Table, told_table

__all__ = [
    "LEAST_SURE",
    "LONGEST_S",
    "MOST_ANSWER",
    "MOST_QUESTION",
    "MOST_SURE",
    "MOST_VOTES",
    "Counted",
    "Guess",
    "Kind",
    "Lane",
    "Said",
    "Scene",
    "Share",
    "Shown",
    "State",
    "Table",
    "TableRow",
    "Tally",
    "Vote",
    "choices_from",
    "hashed",
    "new_token",
    "said_from",
    "tally",
    "told",
    "told_table",
]
