"""How Postgres keeps where words stand: a text's vector, and what is looked for in it.

Both are made here of the terms of `words`, not by Postgres's own parser: that would take them apart in its own way, by
the language of the database. Signs of scripts without blanks stand there alone and in twos: almost all that is looked
for in Chinese or Japanese is two signs or longer, and two are found far less often by chance than one.
"""

from collections.abc import Sequence
from itertools import pairwise

from components.store.words import Phrase, alone

LONGEST = 300  # characters of a lexeme, of which Postgres takes 2,046 bytes
PLACES = 32  # of a lexeme: they rank alone, and Postgres keeps at most 255
LAST_PLACE = 16_383
MOST_BYTES = 900_000  # Postgres takes 1 MB in a vector


def vector_of(terms: Sequence[str]) -> str | None:
    """A TSVECTOR as text; None where there are more different terms than one can hold."""
    places: dict[str, list[int]] = {}
    for place, term in enumerate(terms, 1):
        found = places.setdefault(term[:LONGEST], [])
        if len(found) < PLACES and place <= LAST_PLACE:
            found.append(place)
    for first, second in pairwise(terms):
        if alone(first) and alone(second):
            places.setdefault(first + second, [])
    if sum(len(lexeme.encode()) + 2 * len(found) + 4 for lexeme, found in places.items()) > MOST_BYTES:
        return None
    return " ".join(_quoted(lexeme) + _at(found) for lexeme, found in places.items())


def query_of(phrases: Sequence[Phrase]) -> str:
    """A TSQUERY as text: all that must stand somewhere in a text where these phrases stand."""
    wanted: dict[str, None] = {}
    for phrase in phrases:
        signs = {number for number, term in enumerate(phrase.terms) if alone(term)}
        for number, term in enumerate(phrase.terms):
            last = number == len(phrase.terms) - 1
            if number in signs and number + 1 in signs:
                wanted[_quoted(term + phrase.terms[number + 1])] = None
            elif not (number in signs and number - 1 in signs):
                wanted[_quoted(term[:LONGEST]) + (":*" if last and phrase.begins else "")] = None
    return " & ".join(wanted)


def _quoted(lexeme: str) -> str:
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _at(places: Sequence[int]) -> str:
    return f":{','.join(map(str, places))}" if places else ""
