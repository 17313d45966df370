"""Whether a piece of a sentence states what it says, denies it, or only mentions it."""

import re
from dataclasses import dataclass

from components.injection.lexicon import V

_ONLY_MENTIONED = re.compile(
    r"\b(?:might|may|seem(?:s|ed)?|(?:appears?|looks?|looked|sounds?) (?:to|that|as|like|bigger|larger|at)|tempt\w*"
    r"|mistak\w*|misconception|misread\w*|at first|people|someone|somebody|if|whether|suppos\w+|assum\w+|unless|pretend"
    r"|maybe|perhaps|intuiti\w+|would (?:think|say|expect)|thought|thinks|believed|confus\w+|expect\w*|claim(?:s|ed)?"
    r"|says|said|asks?|asked|which (?:of|one|number|is)|why|used to|could|unsure|imagine|instead of|rather than"
    r"|opposite|not (?:say|sure|think|believe|know|agree|certain|convinced)|(?<!no )(?<!without )doubt)\b",
    re.I,
)
_DENIED_BEFORE = re.compile(
    r"\b(?:not (?:true|the case|correct|right)|false|wrong|incorrect|untrue|no way|never|not) (?:to say )?(?:that )?$",
    re.I,
)
_DENIED_AFTER = re.compile(
    r"^[^,;]{0,40}? (?:is|was|are) (?:\w+ )?(?:wrong|false|incorrect|not true|untrue|not correct)\b"
)
# "the tenths digit of 9.9 is bigger" speaks of a part of the number.
_PART = re.compile(
    r"\b(?:parts?|digits?|places?|portions?|tenths?|hundredths?|fractions?|decimals?) (?:of|in|for)"
    r" (?:the )?(?:number )?$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A value (a mark of the lexicon; "" for "none of them"), whether it is stated or denied, and whether it is said
    as the answer."""

    value: str
    holds: bool = True
    final: bool = False


def stance(piece: str, start: int, end: int) -> bool | None:
    """True: the match from `start` to `end` is stated; False: denied; None: mentioned only, or about something else."""
    before, after = piece[:start], piece[end:]
    if _ONLY_MENTIONED.search(before) or _PART.search(before):
        return None
    if re.search(rf"{V} (?:or|and),? $", before):
        # "9.11 or 9.9 is bigger" says nothing, and "which of 9.11 and 9.9 is bigger" does not either.
        return None
    return not (_DENIED_BEFORE.search(before) or _DENIED_AFTER.search(after))
