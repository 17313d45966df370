"""What people who follow a chat on devices of their own are told of it, and nothing else. Pure.

Server → follower, each message a JSON list of events, in this order as often as there is something new:

    ["all", title, live, [turn, …]]   all there is: at the beginning, and whenever another path of the chat is shown
    ["new", turn]                     one more turn
    ["turn", number, turn]            all of a turn that was told, anew
    ["more", number, thoughts, answer]  what was added to it; either may be ""
    ["state", number, state, seconds] how it stands, and how long it has been on its way, or took
    ["over"]                          the last one: whoever shows it has ended it, or its time is over

A turn is {"number", "question", "model", "thoughts", "answer", "state", "seconds"}; null is what is not shown. `title`
is "" where names are not shown. Follower → server: one message, {"token": …}, the first and only one.
"""

from components.audience.scene import Scene, State
from components.audience.share import LONGEST_S, Share, Shown, hashed, new_token

__all__ = ["LONGEST_S", "Scene", "Share", "Shown", "State", "hashed", "new_token"]
