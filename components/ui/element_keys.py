"""The keys of elements that style.css, the scripts in live/ or the tests in browsers name: Streamlit makes the class
`st-key-<key>` of each. One that ends with "-" begins the keys of a family, behind it stands which one it is.

Tests (tests/ui/test_element_keys.py) find a name that no element has, and one that nobody names.
"""

# The page
ROOM = "room"
STRANGER = "stranger"
LAB = "lab"
LOOKED = "looked"
ACROSS = "across"
REPLAYED = "replayed"
PRESENT = "present"
TO_CHAT = "to-chat"
TO_INSIDE = "to-inside"
STAGE = "stage"
REPLAY = "replay-"  # in a chat, by turn
TABS = "tabs"
SUGGESTIONS = "suggestions"  # questions to try, where a chat is empty
GUARD = "guard"  # these three draw nothing
BROWSER = "browser"
WIRE = "wire"

# A turn, by its id
SLOT = "slot-"  # by number
TURN = "turn-"
ASKED = "asked-"
EDITED = "edited-"
LEAVE_EDIT = "leave-edit-"
ASK_EDITED = "ask-edited-"
SIDES = "sides-"
REPLY = "reply-"
ENDING = "ending-"  # status and turn
ACTIONS = "actions-"
CIRCLING = "circling-"
MORE = "more-"
OLDER = "older-"
NEWER = "newer-"
TRANSLATION = "translation-"  # by aside
DELETED_TURN = "deleted-turn"
AUDIENCE = "audience"  # who follows the chat
AUDIENCE_OF_RUN = "audience-of-run"
GUESS = "guess"  # one's own, before the answer

# Thoughts, by turn and round
THOUGHTS = "thoughts-"
CLOCK = "clock-"
HEADLINE = "headline-"
STEER = "steer-"
VIEW = "view-"
VIEW_LIVE = "view-live-"  # keeps to its end
WORDS = "words-"
TAIL = "tail-"


# The prompt
PROMPT = "prompt"
STOP = "stop"
STOPS = "stops"  # what ends a turn, side by side
ANSWER_NOW = "answer-now-"  # by turn, also below one that has ended

# The sidebar
CHATS = "chats"
CHAT = "chat-"
MENU = "menu-"
TITLE = "title-"
LEAVE_TITLE = "leave-title"
SEARCH = "search"
LEAVE_SEARCH = "leave-search"
HITS = "hits"
HIT = "hit-"
KEYS = "keys"
CHOICE = "choice-"  # by scope, as the two below
MODEL = "model-"
PICKER = "picker-"
NOTIFY = "notify"
ROOMY = "roomy-"  # what is drawn there only when it is opened needs room before

# The lab
PLAN = "plan"
RUN = "run"
EARLIER = "earlier-"  # by experiment, as the next one
OPEN_RUN = "run-"
ARM = "arm-"  # kind and experiment
SAID = "said-"  # kind, experiment and turn
FINDINGS = "findings-"
MEASURE = "measure"
IMPORTED = "imported"
IMPORTED_ANSWERS = "imported-answers"


# Races
RACE = "race"
RACE_START = "race-start"
RACES = "races"

# The page of administrators
ADMINISTRATION = "administration"


def selector(key: str) -> str:
    """Of CSS, for the element of that key."""
    return f".st-key-{key}"
