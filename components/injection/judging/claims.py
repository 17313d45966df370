"""What a reply states as its answer, sentence by sentence. It does not know how several statements weigh up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from components.injection.judging import comparing, counting
from components.injection.judging.expected import Expected
from components.injection.judging.lexicon import ANY, Lexicon, V
from components.injection.judging.reading import Sentence, cut, sentences, shown
from components.injection.judging.stance import Found, attributed, retracted, said_itself, stance

_FILLER = re.compile(
    r"\b(?:it's|that's|i'd|i'll|its|it|is|be|would|will|that|this|the|a|an|number|i|think|believe|say|choose|pick|go|with"
    r"|definitely|of|course|clearly|surely|certainly|obviously|so|thus|therefore|hence|but|well|yes|ok|okay|sure|just"
    r"|simply|probably|decimal|value|day|exactly|only|there|final|correct|right|then|actually|indeed|must|no|we|get|wins"
    r"|have|are|total)(?![\w'])",
    re.I,
)
_RATHER = re.compile(rf"(?<={V}) (?:and |but )?(?:not|rather than|instead of|over) {V}", re.I)
_LABEL = re.compile(r"^(?:a|ans|output|response|solution|assistant)\s*:\s*", re.I)
# "A) 9.11", "a = 9.11": an option or a name for it, where there is a second one, too.
_OPTION = re.compile(r"^(?:• )?\(?(?:option )?(?:[a-pr-z] ?[).:]|[ab] ?=)", re.I)
_SECOND_OPTION = re.compile(r"^(?:• )?\(?(?:option )?(?:[b-pr-z] ?[).:]|b ?=)", re.I)
_GOES_ON = re.compile(r"^(?:but|so|thus|therefore|hence)\b", re.I)
_BOXED = re.compile(rf"^▣ [$€£]?(?P<v>{V})[^{V[1:-1]}]*$")
_WITHDRAWN = re.compile(
    r"\b(?:wait|actually|correction|sorry|apologi\w+|mistake|recheck|re-check|double-check|hold on|error|wrong)\b|^no$",
    re.I,
)
_FINALLY = re.compile(
    r"^(?:so |and |therefore |thus )?(?:(?:the |my )?final answer|answer|in conclusion|conclusion|to conclude"
    r"|in summary|to sum up)\b",
    re.I,
)
_STATED = (
    rf"(?: (?!not\b|is\b)(?:[\w'-]+|{ANY})){{0,6}}? ?(?:is|are|:|=|would be|must be|will be|should be|comes to|equals)"
    r"(?: ?:"
    r"| (?:is|then|therefore|thus|exactly|simply|just|only|indeed|an?|the|equal to|clearly|still|actually|number))*"
    rf"(?P<no> not)? ?[$€£]?(?P<v>{V})"
    rf"(?! ?(?:or|vs|versus|is|if|when|unless|and {V}|minus|plus|divided|multiplied|out of|more|less|fewer|[<>=×+/-])"
    r"(?!\w))"
)
_HEAD = r"\b(?:answer|conclusion|result|solution)"
_COUNT_HEAD = r"\b(?:answer|conclusion|result|solution|product|total|sum|count|number of)"
_AWAY = re.compile(
    r"\b(?:ran|run|running|away|escaped|fled|gone|lost|first|other|leav\w+|(?:that|who|which) left)\b", re.I
)
_RIGHT_ONE = (
    rf"|(?P<w>{V}) is(?P<nay> not)?(?: indeed| clearly)? the (?:(?:right|correct) (?:one|answer|choice)|answer)"
)
_ANSWER = re.compile(_HEAD + _STATED + _RIGHT_ONE, re.I)
_COUNT = re.compile(_COUNT_HEAD + _STATED + _RIGHT_ONE, re.I)
_YES, _NO = (
    re.compile(r"^(?:yes|yeah|correct|indeed|true)\b", re.I),
    re.compile(r"^(?:no|nope|false|wrong)\b(?! idea)", re.I),
)


@dataclass(frozen=True, slots=True)
class Claim:
    """`quote` is where it stands in the reply; `withdrew`: something was taken back since the claim before."""

    found: Found
    quote: str
    withdrew: bool = False


def claims(text: str, expected: Expected, lexicon: Lexicon, concludes: bool = True) -> tuple[list[Claim], bool]:
    """All claims in their order, and whether the whole text was read: of a very long one only the end is. `concludes`:
    where nothing is claimed, it is read for what all of it amounts to."""
    read = cut(text)
    kept = sentences(lexicon.prepared(read))
    found = list(_in_order(kept, expected, lexicon))
    if concludes and not found and expected.kind in ("number", "formula"):
        found = list(_concluded(kept, expected, lexicon))
    return found, len(read) == len(text.strip())


def _concluded(read: list[Sentence], expected: Expected, lexicon: Lexicon) -> Iterator[Claim]:
    """What a reply amounts to that nowhere says which of its numbers is the answer."""
    pieces = [piece for sentence in read if not sentence.question for piece in sentence.pieces]
    marks = [lexicon.marked(piece) for piece in pieces]
    last: Found | None = None
    if lexicon.asked:
        last = counting.sum_of_steps(marks)
    elif expected.unit:
        last = counting.all_left(marks, expected.unit)
    else:
        last = counting.only_number(marks)
    if last:
        quote = next(piece for piece, marked in reversed([*zip(pieces, marks, strict=True)]) if last.value in marked)
        yield Claim(last, shown(quote))


def _in_order(read: list[Sentence], expected: Expected, lexicon: Lexicon) -> Iterator[Claim]:
    questions: list[Claim] = []
    before: list[Claim] = []
    skips = _Lists(read, expected, lexicon)
    withdrew, alone_before = False, False
    for sentence in read:
        withdrew = withdrew or any(_WITHDRAWN.search(piece) for piece in sentence.pieces)
        if sentence.question:
            questions, before = list(_questions(sentence, expected, lexicon)), []
            continue
        if sentence.pieces and retracted(sentence.pieces[0]):
            yield from (_taken_back(claim) for claim in before)
        if skips(sentence):
            questions, before = [], []
            continue
        told = [*_replied(questions, sentence), *_told(sentence, expected, lexicon, len(read) > 1 and not alone_before)]
        questions = []
        alone_before = (
            sentence.alone and len(sentence.pieces) == 1 and _direct(lexicon.marked(sentence.pieces[0])) is not None
        )
        if any(map(retracted, sentence.pieces[1:])):
            told += [_taken_back(claim) for claim in told]
        before = told
        for claim in told:
            yield replace(claim, withdrew=withdrew)
            withdrew = False


def _taken_back(claim: Claim) -> Claim:
    return replace(claim, found=replace(claim.found, holds=not claim.found.holds, final=False))


class _Lists:
    """Which sentences belong to a list: options with letters, or numbers in an order that is named."""

    def __init__(self, read: list[Sentence], expected: Expected, lexicon: Lexicon) -> None:
        self._options = any(_SECOND_OPTION.search(piece) for sentence in read for piece in sentence.pieces)
        self._related, self._lexicon, self._in_order = bool(expected.relation), lexicon, False

    def __call__(self, sentence: Sentence) -> bool:
        pieces = sentence.pieces
        if self._options and any(_OPTION.search(piece) for piece in pieces):
            return True
        if self._related and any(map(comparing.ordered, pieces)):
            self._in_order = True
            return True
        self._in_order = self._in_order and len(pieces) == 1 and _direct(self._lexicon.marked(pieces[0])) is not None
        return self._in_order


def _questions(sentence: Sentence, expected: Expected, lexicon: Lexicon) -> Iterator[Claim]:
    if expected.relation:
        for piece in sentence.pieces:
            yield from (
                Claim(f, shown(piece)) for f in comparing.asked(lexicon.marked(piece), expected.relation, lexicon)
            )


def _replied(questions: list[Claim], sentence: Sentence) -> Iterator[Claim]:
    """ "Is 9.9 bigger? No." """
    first = sentence.pieces[0] if sentence.pieces else ""
    if any(re.search(r"\b(?:not|no)\b", piece, re.I) for piece in sentence.pieces[1:]) and _YES.search(first):
        return
    if _YES.search(first) or _NO.search(first):
        holds = bool(_YES.search(first))
        yield from (
            Claim(replace(q.found, holds=q.found.holds is holds), f"{q.quote} {shown(first)}") for q in questions
        )


def _told(sentence: Sentence, expected: Expected, lexicon: Lexicon, may_close: bool) -> Iterator[Claim]:
    if expected.relation and any(comparing.other_sense(piece) for piece in sentence.pieces):
        return
    if expected.relation and any(comparing.conditional(piece) for piece in sentence.pieces[:1]):
        return
    if any(map(attributed, sentence.pieces)) or (expected.unit and counting.added_up(sentence.pieces)):
        return
    if expected.kind == "word" and counting.supposes_another(sentence.pieces[:1], lexicon):
        return
    begins, before = True, ""
    final = bool(sentence.pieces and _FINALLY.search(sentence.pieces[0]))
    closes = may_close and sentence.alone and sentence.last and len(sentence.pieces) == 1
    marks = [lexicon.marked(piece) for piece in sentence.pieces]
    for piece, marked, following in zip(sentence.pieces, marks, [*marks[1:], ""], strict=True):
        may_answer = (begins or _GOES_ON.search(piece)) and not _listed(marked, following)
        direct = _direct(marked) if may_answer else None
        found = list(_stated(marked, expected, lexicon))
        if not found:
            found = list(_by_kind(marked, before, expected, lexicon))
            found = [replace(f, final=f.holds and (f.final or final)) for f in found]
        if not found and direct:
            found = [replace(direct, final=direct.holds and (direct.final or closes or final))]
        yield from (Claim(f, shown(piece)) for f in found)
        begins = (begins and not _bare(marked)) or any(not f.holds for f in found)
        before = marked


def _listed(piece: str, following: str) -> bool:
    """ "9.11, 9.9": two in a row are no answer."""
    both = _direct(piece), _direct(following)
    return all(direct and direct.holds for direct in both) and not _GOES_ON.search(following)


def _stated(piece: str, expected: Expected, lexicon: Lexicon) -> Iterator[Found]:
    if boxed := _BOXED.search(piece):
        yield Found(boxed["v"], True, True)
        return
    for found in (_COUNT if expected.kind in ("number", "formula") else _ANSWER).finditer(piece):
        holds = stance(piece, found.start(), found.end())
        own = found["w"] or said_itself(piece, found.start(), found.end())
        if holds is not None and own and _of_the_question(found[0], expected, lexicon):
            holds = holds is not bool(found["no"] or found["nay"])
            yield Found(found["v"] or found["w"], holds, holds)


def _of_the_question(statement: str, expected: Expected, lexicon: Lexicon) -> bool:
    """Not "the product of 347 and 80 is…", "the number of letters is…", "the number of sheep that ran away is…"."""
    if _AWAY.search(statement) or not lexicon.given.issuperset(re.findall(ANY, statement)[:-1]):
        return False
    if re.match("total|sum|count|product|number of", statement, re.I) and statement[-1:] in lexicon.given:
        return False
    counts = re.search(r"\b(?:number|count) of (?P<what>.*)", statement, re.I)
    units = "|".join(map(re.escape, expected.unit))
    return not (counts and units) or bool(re.search(rf"(?<!\w)(?:{units})(?!\w)", counts["what"], re.I))


def _by_kind(piece: str, before: str, expected: Expected, lexicon: Lexicon) -> Iterator[Found]:
    if not re.search(V, piece) and not expected.relation:
        return
    if expected.relation and len(lexicon.others) == 1:
        yield from comparing.compared(piece, expected.relation, lexicon)
    elif expected.kind in ("number", "formula"):
        yield from counting.numbers(piece, expected, lexicon)
    else:
        yield from counting.words(piece, before, lexicon)


def _direct(piece: str) -> Found | None:
    """A piece that consists of an answer: "9.9.", "I'd say 9.9", "It's 9.9, not 9.11", "Not 9.9"."""
    bare = _bare(_RATHER.sub("", piece))
    if re.search(rf"{V} (?:is|are|does)\W*$", piece, re.I):
        return None  # "9.11 isn't bigger, 9.9 is": what it is stands elsewhere.
    if re.fullmatch(V, bare):
        return Found(bare)
    denied = re.fullmatch(rf"not ({V})", bare, re.I)
    return Found(denied[1], False) if denied else None


def _bare(piece: str) -> str:
    """Without what surrounds an answer."""
    words = _FILLER.sub(" ", _LABEL.sub("", piece)).split()
    return " ".join(words).strip(" .!:;()$€£'=→>-")
