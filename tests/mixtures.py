"""Texts whose reading is known by how they are made: words, signs of reckoning and well-formed markup, side by side."""

import random
from dataclasses import dataclass

from hypothesis import strategies as some


@dataclass(frozen=True, slots=True)
class Mixture:
    """`text` as a model writes it, and what of it is to be read, with emphasis as tags."""

    text: str
    read: str


# What stands for itself, every sign of it.
PLAIN = (
    *("60e3*1e12 = 6e16; 8*5e13 = 4e14", "a*b*c", "2 * 3 * 4", "(a+b)*(c+d)*(e+f)", "x**2 + y**2 = z**2", "2*(3+4)*5"),
    *("(1+r)**2 and (1+g)**(n)", "n*(n-1)*(n-2)", "f(x)*g(y)*2", "2*π*r", "x²*y²", "snake_case_name", "a_1 and b_2"),
    *("__init__", "self.__class__", "~5", "a~b~c", "1~~2~~3", "3 > 2", "x >5", "the #1 is", "C# and F#"),
    *("50%*2 = 2*(50%)", ".*foo.*", "Ca(OH)_2 + H_(g)", "5! * 4", "a < b", "2^10", "1e-3*-2*-3", "x[i]*y[j]*z"),
    *("一加一", "word", "Wort,", "它是2*3*4吗", "число а*б*в"),
)  # fmt: skip
# What is bold, in italics or code, with words around it that stand against it or do not.
MARKED = (
    *(("**{}**", "<b>{}</b>"), ("*{}*", "<i>{}</i>"), ("__{} x__", "<b>{} x</b>"), ("_{}_", "<i>{}</i>")),
    *(("`{}`", "{}"), ("`{}`*2*`x`*3", "{}*2*x*3")),
    *(("(**{}**)", "(<b>{}</b>)"), ("**{}:** so", "<b>{}:</b> so"), ("***{}***", "<i><b>{}</b></i>")),
    *(("“*{}*”", "“<i>{}</i>”"), ("**a *{}* b**", "<b>a <i>{}</i> b</b>"), ("*{} fg*(x)", "<i>{} fg</i>(x)")),
)  # fmt: skip
# Where words stand in a row, with none of them at its edge.
JOINED = (
    *(("重要**{}：**请", "重要<b>{}：</b>请"), ("他说**“{}”**然后", "他说<b>“{}”</b>然后")),
    *(("太**{}です。**この", "太<b>{}です。</b>この"), ("用**`{}`**吧", "用<b>{}</b>吧")),
    *(("甲*（{}）*乙", "甲<i>（{}）</i>乙"), ("甲**{}（乙）**2", "甲<b>{}（乙）</b>2")),
    *(("答：**{}**个", "答：<b>{}</b>个"), ("이**{}(x)**합니다", "이<b>{}(x)</b>합니다")),
    ("甲**{}!**🔥", "甲<b>{}!</b>🔥"),
)
WORDS = ("word", "Wort", "五", "注意", "two words", "2")


def _written(form: tuple[str, str], word: str) -> Mixture:
    return Mixture(form[0].format(word), form[1].format(word))


PLAINLY = [Mixture(text, text.replace("<", "&lt;").replace(">", "&gt;")) for text in PLAIN]
PIECES = some.one_of(
    some.sampled_from(PLAINLY), some.builds(_written, some.sampled_from((*MARKED, *JOINED)), some.sampled_from(WORDS))
)
BETWEEN = (" ", ", ", " = ", "；", "\n\nand ")


def _joined(pieces: list[Mixture], between: str) -> Mixture:
    return Mixture(between.join(one.text for one in pieces), between.join(one.read for one in pieces))


mixtures = some.lists(PIECES, min_size=1, max_size=6).flatmap(
    lambda pieces: some.sampled_from(BETWEEN).map(lambda between: _joined(pieces, between))
)


def batch(seed: int, more: int) -> list[Mixture]:
    """Each piece by itself, and `more` of them mixed: always the same, for tests that are slow."""
    chance = random.Random(seed)
    pieces = [*PLAINLY, *(_written(form, chance.choice(WORDS)) for form in (*MARKED, *JOINED))]
    mixed = [_joined(chance.choices(pieces, k=5), chance.choice(BETWEEN)) for _ in range(more)]
    return [*pieces, *mixed]
