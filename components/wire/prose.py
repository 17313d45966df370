"""Is a sign that stands in a text spoken of, or is it one? By what stands on its line before it, and what follows."""

import re

# A tag that is spoken of: what stands right before it.
SPOKEN_OF = re.compile(
    r"(?:\b(?:tags?|tokens?|markers?|elements?|strings?|delimiters?|literal(?:ly)?|called|named|closing|opening|balises?|"
    r"etiquetas?|tags?|kennzeichen|marke|тег\w*|токен\w*)|标签|标记|符号|标志|タグ|トークン|記号|태그|토큰)[\s:：]*$",
    re.I,
)
SENTENCE_ENDS = (*".!?…:;)]}»”’\"'。！？；：」』）】", *"0123456789")
QUOTES = {
    "`": "`",
    "'": "'",
    '"': '"',
    "(": ")",
    "[": "]",
    "“": "”",
    "‘": "’",
    "«": "»",
    "「": "」",
    "『": "』",
    "（": "）",
}


def is_spoken_of(before: str, after: str) -> bool:
    """`before` is what its line has so far, `after` begins right behind it."""
    if not before.strip():
        return False
    if SPOKEN_OF.search(before):
        return True
    if after[:1] and QUOTES.get(before[-1]) == after[0]:
        return True
    follows = after.lstrip(" \t")[:1]
    if not before[-1].isspace() or before.rstrip().endswith(SENTENCE_ENDS) or follows in ("", "\r", "\n"):
        return False
    # In the middle of a sentence: a model that has done thinking begins a new one.
    return not (follows.isupper() or follows.isdigit())
