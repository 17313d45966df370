"""Where a reply starts: the tokens of the question, and of the beginning of the reply where that was given."""

from collections.abc import Sequence
from dataclasses import dataclass

from components.pocket.request import Wish
from components.pocket.said import Channel
from components.pocket.tokenizer import ANSWER, THINK, Tokenizer

LEAST_ROOM = 64  # tokens of the context that stay free for a reply, however long the question


@dataclass(frozen=True, slots=True)
class Begun:
    """The beginning of a text. `rest` is its end, not among the tokens: the model chooses what pieces it is part of.
    False where nothing was given."""

    tokens: Sequence[int] = ()
    rest: str = ""

    def __bool__(self) -> bool:
        return bool(self.tokens or self.rest)


@dataclass(frozen=True, slots=True)
class Start:
    """`tokens` are read first; they end with those of `text`, which the first word goes on with. `answer`: what the
    answer begins with once the thoughts are over. `prompt`: all of that, in tokens. `room`: what is left beside it."""

    tokens: Sequence[int]
    channel: Channel
    text: Begun
    answer: Begun
    prompt: int
    room: int


def start(wish: Wish, tokenizer: Tokenizer, thinks: bool, context: int) -> Start:
    """Thoughts that are closed, or that an answer was given after, are over. A thinker that was given an answer alone,
    as where its thoughts were hidden, thinks first: without thoughts it only babbles.

    Nothing is too long. Of what was given the end is read, up to half of the context, and of the thoughts less than of
    the answer: their end says what came of them, and the question keeps its place before them.
    """
    read = tokenizer.prompt(wish.question, later=wish.later, context=not thinks)
    most = (context - LEAST_ROOM) // 2
    answer, channel = _begun(wish.given_answer, tokenizer, most), "answer"
    if not thinks:
        read.append(ANSWER)
    elif (answer or wish.closed) and wish.given_thoughts.strip():
        thoughts = tokenizer.pieces(wish.given_thoughts.strip())
        read += [THINK, *_end(thoughts, most - len(answer.tokens)), ANSWER]
    else:
        read.append(THINK)
        channel = "reasoning"
    text = _begun(wish.given_thoughts, tokenizer, most) if channel == "reasoning" else answer
    then = answer if channel == "reasoning" else Begun()
    tokens = _end([*read, *text.tokens], context - LEAST_ROOM - len(then.tokens))
    held = len(tokens) + len(then.tokens)
    return Start(
        tokens,
        channel,
        text,
        then,
        prompt=held + sum(len(tokenizer.pieces(rest)) for rest in (text.rest, then.rest)),
        room=context - held - len(text.rest + then.rest),  # each letter of a rest may become a token
    )


def _begun(text: str, tokenizer: Tokenizer, most: int) -> Begun:
    tokens, rest = tokenizer.beginning(text.lstrip())
    return Begun(_end(tokens, most), rest)


def _end(tokens: Sequence[int], most: int) -> Sequence[int]:
    return tokens[max(0, len(tokens) - most) :]
