"""What of a turn's thoughts nobody sees, in words: what is shown, what is not and why, and how to see more. Whatever is
empty is explained."""

from collections.abc import Mapping
from typing import NamedTuple

from components.conversation import Turn
from components.insight.giving import Giving, Maker
from components.insight.unseen import Missing, Unseen, UnseenKind, unseen
from components.wording.clock import exact
from components.wording.thoughts import CIRCLING, STANDING, SUMMARY, private

EMPTY: Mapping[UnseenKind, str] = {
    "given": "The thoughts that stand here are those that it was given. It added none of its own.",
    "not_kept": "It thought, and its thoughts are not kept here: the file that this turn came from had none.",
    "hidden": "Its thoughts were not asked for, so none came. It may have thought all the same.",
    "off": "It was told not to think, and no thoughts came.",
    "unasked": "Nothing was said of thinking when it was asked, and no thoughts came.",
    "blank": "It sent only blank space as its thoughts.",
    "unread": "No thoughts came that the room can read. What came instead is kept, and may have been thought.",
    "none": "This model sent no reasoning.",
    "waiting": "No word has come yet.",
    "unstarted": "It ended before the first word, so there are no thoughts.",
}
ABOVE = f"Above stands w{STANDING[1:]}"  # under a heading that asks for what is not seen
NONE_SO_FAR = "No thoughts have come so far."
OPENAIS_OWN = (
    "OpenAI gives out no raw thoughts: summaries at most, and those by its Responses protocol alone, where they are"
    " asked for."
)
GIVES: Mapping[Maker, str] = {
    "openai": "OpenAI gives out no raw thoughts, but summaries of some, and the rest sealed or not at all.",
    "anthropic": "Of Claude 4 and later Anthropic gives out summaries, and may seal parts of the thoughts.",
    "google": "Google gives out summaries of what Gemini thinks, where they are asked for.",
    "xai": "Of its newer models xAI gives out summaries at most; the thoughts themselves come sealed, or not at all.",
    "deepseek": "DeepSeek's models think in the open: what is sent are their own words.",
    "qwen": "Qwen's models think in the open: what is sent are their own words.",
    "pocket": "Pocket runs inside this room: every word that it thinks is shown.",
    "other": "It sends thoughts beside the answer. Whether that is all of them, this provider does not say.",
    "": "This provider does not say how much of a model's thoughts it gives out.",
}
FIRST_CLAUDE = "Of Claude 3.7 Anthropic gives out the thoughts themselves; of later ones, summaries."
OLDER_GROK = "xAI sends the thoughts of this model with its reply. Whether that is all of them, it does not say."
OPEN = "This model is open: whoever runs it can pass on its own words."
AT_HOME = "This server runs the model itself and passes on its own words."
ROUTERS: Mapping[str, str] = {
    "openrouter": "OpenRouter passes on what the maker of a model gives out. ",
    "vercel": "The gateway passes on what the maker of a model gives out. ",
}
MISSING: Mapping[Missing, str] = {
    "growing": "It still thinks.",
    "stopped": "It was stopped before its thoughts came to their end.",
    "failed": "It broke off before its thoughts came to their end.",
    "limit": "All its tokens went into these thoughts, and they have no end.",
    "cut": "The provider ended it before its thoughts came to their end.",
}
# A setting of this name stands beside the model.
UNDER_THINKING = "To see what it thinks, choose another setting under Thinking and ask again."
TURN_ON = "Choose a level or On under Thinking and ask again; where nothing comes then, it does not think."
LEAST_BILLED, FAR = 100, 2
OWN_WORDS = "For a model's own words ask an open one: DeepSeek, Qwen, one at home, or Pocket."
NEXT: Mapping[UnseenKind, str] = {
    "summary": OWN_WORDS,
    "encrypted": OWN_WORDS,
    "withheld": OWN_WORDS,
    "hidden": UNDER_THINKING,
    "off": UNDER_THINKING,
    "unasked": UNDER_THINKING,
    "none": TURN_ON,
    "blank": TURN_ON,
    "not_kept": "Ask again to see it think.",
    "unread": "“What arrived” has it as it came.",
    "unstarted": "Ask again.",
}


class Told(NamedTuple):
    """`shown`: what stands here, or why nothing does; `also`: what else is to be known of it. `why`: what the maker of
    this model gives out, by what is documented. `figures`: billed and visible tokens, the wait, what is sealed.
    `next_step`: how to see more. Each but the first is "" where there is nothing to say."""

    shown: str
    also: str = ""
    why: str = ""
    figures: str = ""
    next_step: str = ""


def told(turn: Turn, found: Unseen | None = None) -> Told:
    """`found` where it is known already."""
    found = found or unseen(turn)
    return Told(
        _shown(turn, found), _also(found), _why(turn, found), _figures(found), _next_step(found) if turn.ended else ""
    )


def _shown(turn: Turn, found: Unseen) -> str:
    match found.kind:
        case "raw":
            return ABOVE
        case "summary":
            return SUMMARY
        case "encrypted" | "withheld":
            return private(found.billed)
        case "none" if not turn.ended:
            return NONE_SO_FAR
        case kind:
            return EMPTY[kind]


def _also(found: Unseen) -> str:
    said: list[str] = []
    if found.rounds > 1:
        said.append(f"It thought {found.rounds:,} times, with answers between, and all of it stands here.")
    if found.looping:
        said.append(f"It goes in circles: {CIRCLING[found.looping]}.")
    if found.missing:
        said.append(MISSING[found.missing])
    return " ".join(said)


def _why(turn: Turn, found: Unseen) -> str:
    if found.kind in ("given", "not_kept", "unstarted"):
        return ""
    gives = found.gives
    said = _gives(turn.asked.provider, gives)
    if gives.form == "raw" and found.kind in ("encrypted", "withheld"):
        said += " Here none of them came."
    return f"{ROUTERS.get(turn.asked.provider, '') if gives.maker else ''}{said}"


def _gives(provider: str, gives: Giving) -> str:
    if gives.maker == "open":
        return AT_HOME if not gives.routed and provider not in ("custom", "") else OPEN
    if gives.maker == "anthropic" and gives.form == "raw":
        return FIRST_CLAUDE
    if gives.maker == "xai" and gives.form == "field":
        return OLDER_GROK
    return OPENAIS_OWN if provider == "openai" else GIVES[gives.maker]


def _figures(found: Unseen) -> str:
    said = [_tokens(found)]
    if found.waited is not None:
        unseen_ = ": what it thought unseen lies in that time" if found.kind in ("encrypted", "withheld") else ""
        said.append(f"The first word came after {exact(found.waited)}{unseen_}.")
    if found.sealed:
        items = "1 sealed item" if found.sealed == 1 else f"{found.sealed:,} sealed items"
        said.append(f"{items} ({found.sealed_size:,} characters) came with it, for the provider alone to read.")
    if found.signatures:
        names = "1 signature" if found.signatures == 1 else f"{found.signatures:,} signatures"
        said.append(f"{names} came with it, by which the provider knows its own thoughts again.")
    return " ".join(part for part in said if part)


def _tokens(found: Unseen) -> str:
    """Of what can be read. What was billed for nothing that can be read is told in its place."""
    if not found.shown:
        return ""
    visible = f"about {found.visible:,}"
    if not found.billed:
        counted = "does not tell how many it billed as such" if found.billed is None else "counted none as such"
        return f"Thoughts of {visible} tokens are visible; the provider {counted}."
    billed = f"{found.billed:,} {'token' if found.billed == 1 else 'tokens'} (pieces of words) of thoughts billed"
    if found.kind == "summary":
        return f"{billed}, {visible} visible by their length: a summary."
    return f"{billed}, {visible} visible by their length{_more(found.billed, found.visible)}."


def _more(billed: int, visible: int) -> str:
    """Four bytes a token is an estimate: only what is far from it tells anything."""
    return ": more was billed than stands here" if billed > LEAST_BILLED and billed > FAR * visible else ""


def _next_step(found: Unseen) -> str:
    if found.missing == "limit":
        return "Raise Max tokens under Advanced and ask again."
    return NEXT.get(found.kind, "")
