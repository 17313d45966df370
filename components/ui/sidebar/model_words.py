"""The words for models, their catalogue, their thinking and the credits. Pure: values in, sentences out."""

from datetime import date, datetime

from components.conversation import (
    EFFORTS,
    Asked,
    Budget,
    Catalogue,
    Credits,
    Model,
    SentBack,
    Server,
    Thinking,
    budget_of,
    money,
    thinks_with,
)
from components.ui.sidebar.price_words import price

ASKED = "The thoughts are asked for; how much it thinks is left to the model."
WOKEN = "The model is told to think; how much is left to it."
LITERALLY = (
    "This page sends what the announcement of January 2025 has, to the letter. Some models of today do not think by "
    "it: choose On or a level for those."
)
LEFT = "No switch is sent; this server thinks, or not, as it is set up."
# A line, and what stands behind its "?".
SENT_BACK: dict[SentBack, tuple[str, str]] = {
    "nothing": (
        "Earlier thoughts are not sent back",
        "In a longer chat the model gets the earlier questions and answers, without the thoughts.",
    ),
    "details": (
        "Sealed earlier thoughts are sent back",
        "In a longer chat earlier thoughts of the same model are sent back where the provider sealed them, since it "
        "needs them to go on; others are not.",
    ),
    "tags": (
        "Earlier thoughts are sent back",
        "In a longer chat earlier thoughts of the same model are sent back, since it needs them to go on.",
    ),
}
MOST_BUDGETS = 3  # that are told of
LITTLE_ROOM = 500  # tokens: less than this is a short answer


def server(one: Server) -> str:
    """As it stands in a list of servers."""
    if one.replays:
        return f"{one.label} (a replay)"
    return f"{one.label} (built-in toy model)" if one.built_in else one.label


def context(model: Model) -> str:
    """How much it can read and write in one go."""
    if not model.context:
        return ""
    if model.context >= 1_000_000:
        return f"{model.context / 1_000_000:.1f}M context".replace(".0M", "M")
    return f"{model.context // 1_000:,}k context" if model.context >= 1_000 else f"{model.context} context"


def ending(model: Model) -> str:
    """On which day it is taken away; "" where that is not told."""
    if not model.ends:
        return ""
    return f"ends on {_day(date.fromisoformat(model.ends))}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def facts(model: Model | None, thinking: Thinking, catalogue: Catalogue) -> str:
    """One line under the chosen model: does it show its thoughts, what does it cost, how much can it read."""
    if model is None:
        return "Not in the list of models; it may work all the same." if catalogue.models else ""
    shows = {True: "shows its thoughts", False: "shows no thoughts", None: ""}[thinking.shows]
    parts = [part for part in (shows, price(model), context(model), ending(model)) if part]
    return " · ".join(parts)[:1].upper() + " · ".join(parts)[1:]


def age(server: str, catalogue: Catalogue, now: float) -> str:
    """What can be said of the list itself."""
    works = "You can still type a name."
    if catalogue.loading:
        return f"Reading the list of models from {server} …"
    if catalogue.problem:
        kept = f" This one was read {_ago(catalogue, now)}." if catalogue.models else ""
        return f"{catalogue.problem}{kept} {works}"
    if catalogue.fetched is None:
        return f"The list of models of {server} has not been read yet. {works}"
    models = "1 model" if len(catalogue.models) == 1 else f"{len(catalogue.models):,} models"
    return f"{models} at {server}, read {_ago(catalogue, now)}."


def _ago(catalogue: Catalogue, now: float) -> str:
    minutes = max(now - (catalogue.fetched or now), 0.0) / 60
    for size, name in ((1_440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = int(minutes // size)
            return f"{count:,} {name}{'s' if count > 1 else ''} ago"
    return "just now"


def told(asked: Asked, thinking: Thinking, most_output: int | None, asks: bool, literally: bool = False) -> str:
    """What becomes of the chosen thinking, in one line. `asks`: for thoughts, where nothing is chosen; `literally`: and
    then with the announcement's switch alone."""
    if asked.budget is not None:
        return f"Thinks for up to {asked.budget:,} tokens"
    match asked.effort:
        case "default":
            own = thinking.default_level
            effort = f"effort: its default, {EFFORTS[own].lower()}" if own else "effort: the model's default"
            if thinking.shows is False:
                return "This model shows no thoughts"
            if thinking.mandatory:
                return f"Thinking on (this model always thinks) · {effort}"
            if thinking.waits:
                return "Thoughts asked for · it may not think by that alone" if literally else f"Thinking on · {effort}"
            return f"Thoughts asked for · {effort}" if asks else "Thinks as its server is set up"
        case "hidden" | "unsaid":
            return "Thoughts not asked for · it may think all the same"
        case "off":
            return "Thinking off" if thinking.shows else "Thinking off · some models think all the same"
        case "on":
            return "Thinking on · no levels to choose from"
        case level:
            return f"Effort: {EFFORTS[level].lower()}{_made_of_it(asked, thinking, most_output)}"


def _made_of_it(asked: Asked, thinking: Thinking, most_output: int | None) -> str:
    """Of a level."""
    if thinking.own_levels:
        return ", one of this model's own levels"
    if not thinking.budget:
        return " · the provider fits it to the model"
    limit = asked.max_tokens or most_output
    return (
        f", about {budget_of(asked.effort, limit):,} of {limit:,} tokens" if limit else ", a share of its token limit"
    )


def explained(asked: Asked, thinking: Thinking, most_output: int | None, asks: bool, literally: bool = False) -> str:
    """What stands behind the "?" of `told`: how the chosen thinking is put to the model, in sentences."""
    if asked.budget is not None:
        return f"It may think for up to {asked.budget:,} tokens."
    match asked.effort:
        case "default":
            if thinking.shows is False:
                return "The catalogue says that this model shows no thoughts."
            own = f" Its own default is {EFFORTS[thinking.default_level].lower()}." if thinking.default_level else ""
            if thinking.waits:
                return (LITERALLY if literally else WOKEN) + own
            must = " It always thinks: that cannot be turned off." if thinking.mandatory else ""
            return (ASKED if asks else LEFT) + own + must
        case "hidden" | "unsaid":
            return "Its thoughts are not asked for. Whether it thinks is left to the model."
        case "off":
            return "The model is asked not to think." + ("" if thinking.shows else " Some models think all the same.")
        case "on":
            return "The model is asked to think; it has no levels to choose from."
        case _:
            return _level(asked, thinking, most_output)


def _level(asked: Asked, thinking: Thinking, most_output: int | None) -> str:
    level = EFFORTS[asked.effort].lower()
    if thinking.own_levels:
        return f"{level.capitalize()} is one of this model's own levels and sent as it is."
    if not thinking.budget:
        return f"Asks for {level} effort. The provider maps it to what the model has."
    limit = asked.max_tokens or most_output
    if not limit:
        return f"This model takes a budget: {level} becomes a share of its token limit."
    return (
        f"This model takes a budget: {level} is sent on as about {budget_of(asked.effort, limit):,} "
        f"of {limit:,} tokens."
    )


def warning(asked: Asked, thinking: Thinking, most_output: int | None) -> str:
    """Where thinking leaves no room for an answer; "" where it does."""
    limit = asked.max_tokens or most_output
    if not limit or asked.effort == "off" or thinking.shows is False:
        return ""
    # A level that is the model's own is no share of the limit.
    spent = thinks_with(asked, most_output) if asked.budget is not None or thinking.budget else None
    if spent is None:
        little = asked.max_tokens is not None and asked.max_tokens < LITTLE_ROOM
        return "Thinking counts against max tokens: with so few, none may be left for an answer." if little else ""
    if spent >= limit:
        return (
            f"Thinking may take {spent:,} tokens and the limit is {limit:,}: that leaves no room for an answer. "
            "Raise max tokens or lower the thinking."
        )
    left = limit - spent
    return f"That leaves {left:,} tokens for the answer." if left < LITTLE_ROOM else ""


def credit(found: Credits, now: datetime) -> str:
    """In one line: what the key may still spend, and till when; days are those of the zone of `now`."""
    if found.left is not None and found.limit is not None:
        left = f"{money(max(found.left, 0.0))} of {money(found.limit)} left on this key{_resets(found.resets)}."
    elif found.used is not None:
        left = f"This key has no limit of its own; {money(found.used)} used so far."
    else:
        left = ""
    today = f"Today {money(found.used_today)}." if left and found.used_today else ""
    told = (left, today, _ends(found, now), *map(_budget, found.budgets[:MOST_BUDGETS]), _free(found))
    return " ".join(one for one in told if one)


def _ends(found: Credits, now: datetime) -> str:
    if found.ends is None:
        return ""
    verb = "ends" if found.ends > now.timestamp() else "ended"
    return f"This key {verb} on {_day(datetime.fromtimestamp(found.ends, now.tzinfo))}."


def _budget(budget: Budget) -> str:
    whose = {"guardrail": "A guardrail", "workspace": "The workspace", "": "A budget"}[budget.by]
    if budget.left <= 0:
        until = f" until it resets ({budget.resets})" if budget.resets else ""
        return f"{whose} allows {money(budget.limit)}, and nothing of it is left: requests are refused{until}."
    return f"{whose} allows {money(budget.limit)}; {money(budget.left)} of it is left{_resets(budget.resets)}."


def _free(found: Credits) -> str:
    if found.free_left is not None and found.free_limit is not None:
        return f"{found.free_left:,} of {found.free_limit:,} free requests left today."
    return "Free tier: 50 free requests a day." if found.free_tier else ""


def _resets(interval: str) -> str:
    return f", resets {interval}" if interval else ""
