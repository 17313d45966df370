"""Model text is shown as it is: each rule that would change it is switched off, and nothing else is touched."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from components.ui.faithful import JOINER, as_label, as_markdown

J = JOINER
HOSTILE = some.lists(
    some.sampled_from(
        [*":![]()`~$*_#<>-=\\\n \t|+.&", "```", "~~~", ":red[", ":material/home:", "![a](http://x/y.png)", "::note",
         ":smile:", "\\(", "\\)", "\\[", "\\]", "$$", "x", "5", "é", "::", ":streamlit:", "->", "<->", "    "]
    ),
    max_size=30,
).map("".join)  # fmt: skip


OURS = re.compile(r"(!?)\[((?:[^\[\]\\]|\\.)*)\]\(<([^<>]*)>\)(?: :gray\[\((.*?)\)\])?")


def shown(text: str) -> str:
    """The text without what only the escapes added."""

    def link(found: re.Match[str]) -> str:
        # One that shows its own address was no more than that.
        return found[1] + (found[2] if "\\://" in found[2] else f"[{found[2]}]({found[3]})")

    return OURS.sub(link, text.replace(J, "")).replace("\\", "")


@pytest.mark.parametrize(
    ("said", "sent"),
    [
        # directives
        (":red[x]", r"\:red\[x\]"),
        (":red-background[x] and :blue[y]", r"\:red-background\[x\] and \:blue\[y\]"),
        ("x:y[0]", r"x\:y\[0\]"),
        ("::note", r"\:\:note"),
        (":::tip", r"\:\:\:tip"),
        ("at 10:30, a: b", "at 10:30, a: b"),
        # icons and emoji codes
        (":material/home:", rf"\:{J}material/home:"),
        (":streamlit:", rf"\:{J}streamlit:"),
        (":smile: and :+1:", rf"\:{J}smile: and \:{J}+1:"),
        (r":material\_home: :sm\_ile\:", rf"\:{J}material\_home: \:{J}sm\_ile\:"),
        ("&colon;material/home&#58; &#x3a;smile:", r"\&colon;material/home\&#58; \&#x3a;smile:"),
        # arrows and other typography
        ("a -> b <- c <-> d", f"a -{J}> b <{J}- c <{J}-> d"),
        ("a -- b >= c <= d ~= e", f"a -{J}- b >{J}= c <{J}= d ~{J}= e".replace("~", r"\~")),
        ("a->b, x--y", "a->b, x--y"),
        (r"a -&gt; b &lt;-&gt; c \-> d", rf"a -{J}&gt; b &lt;{J}-&gt; c \-{J}> d"),
        ("| a | b |\n| -- | -- |\n| -> | x |", f"| a | b |\n| -- | -- |\n| -{J}> | x |"),
        ("---", "---"),
        # struck text
        ("H~2~O, ~~no~~", r"H\~2\~O, \~\~no\~\~"),
        # prices
        ("$5 and $6", r"\$5 and \$6"),
        ("from $5 to $10 (a$b)", r"from \$5 to \$10 (a\$b)"),
        ("it costs $5.", r"it costs \$5."),
        # formulas
        ("$x$ and $a_1$", "$x$ and $a_1$"),
        (r"$\frac{1}{2}$", r"$\frac{1}{2}$"),
        ("$E = mc^2$", "$E = mc^2$"),
        ("$$a + b$$", "$$\na + b\n$$"),
        ("so $$a + b$$ it is", "so $$a + b$$ it is"),
        ("$$\na :red[b]\n$$", "$$\na :red[b]\n$$"),
        (r"\(a + b\)", "$a + b$"),
        (r"\( a \) costs $5", r"$a$ costs \$5"),
        ("costs $5 or $x_1$", r"costs \$5 or $x_1$"),
        ("- \\( a\n- b \\)", "- \\( a\n- b \\)"),
        ("- \\[\n  a\n  \\]", "- $$\n  a\n  $$"),
        ("> \\[\n> a\n> \\]\n> b", "> $$\n> a\n> $$\n> b"),
        ("1. \\[ a \\]\n2. b", "1. $$\n   a\n   $$\n2. b"),
        ("$$$a_1$$ b $$$", r"\$\$\$a_1\$\$ b \$\$\$"),
        # another one must not begin in it
        (r"\( a$ :red[b] \)", r"\( a\$ \:red\[b\] \)"),
        ("\\[ a\n$$\n:red[b]\n\\]", "\\[ a\n\\$\\$\n\\:red\\[b\\]\n\\]"),
        ("\\[\na + b\n\\]", "$$\na + b\n$$"),
        (r"\$x\$", r"\$x\$"),
        (r"$\rule{400em}{1em}$", r"\$\rule{400em}{1em}\$"),
        (r"$\def\a{x}\a$", r"\$\def\a{x}\a\$"),
        (r"$\text{http://x.y}$", r"\$\text{[http\://x.y](<http://x.y>)}\$"),
        ("5 $ and 6 $", r"5 \$ and 6 \$"),
        # images
        ("![a](http://x/y.png)", f"!{J}[a](<http://x/y.png>) :gray[(x)]"),
        ("![a][b]", r"!\[a\]\[b\]"),
        ("[a]: http://x/y.png", r"\[a\]: [http\://x/y.png](<http://x/y.png>)"),
        ("a[^1]\n\n[^1]: b", "a\\[^1\\]\n\n\\[^1\\]: b"),
        # names of marks, where they are no way around an escape
        ("&lt;b&gt; &amp; &eacute; &nbsp; &bogus;", r"&lt;b&gt; &amp; &eacute; &nbsp; \&bogus;"),
        ("&#33;&lsqb;a](b) &#8238;", r"\&#33;\&lsqb;a\](b) \&#8238;"),
        # letters that run backwards
        ("a\u202eb\u202d", "a\ufffdb\ufffd"),
        ("a\0b", "a\ufffdb"),
        # boxes
        ("- [ ] a\n- [x] b\n- [c] d", "- [ ] a\n- [x] b\n- \\[c\\] d"),
        # code
        ("`:red[x] -> $5 ~`", "`:red[x] -> $5 ~`"),
        ("``a ` :red[x]``", "``a ` :red[x]``"),
        ("`![a](b)` `:material/x:`", f"`!{J}[a](b)` `:{J}material/x:`"),
        ("```\n:red[x] -> $5\n```\n:red[x]", "```\n:red[x] -> $5\n```\n" + r"\:red\[x\]"),
        ("```md\n![a](b) :material/x:\n```", f"```md\n!{J}[a](b) :{J}material/x:\n```"),
        ("~~~\n$5\n```\n$6\n~~~\n$7", "~~~\n$5\n```\n$6\n~~~\n" + r"\$7"),
        ("````\n```\n$5\n```\n````\n$6", "````\n```\n$5\n```\n````\n" + r"\$6"),
        ("```\n$5", "```\n$5"),
        ("```a`b\n$5", "```a`b\n" + r"\$5"),
        ("`an open span $5", r"`an open span \$5"),
        ("a `b\n$5` c", "a `b $5` c"),
        ("> a `b\n> $5` c", "> a `b $5` c"),
        ("- a `b\n  $5` c", "- a `b $5` c"),
        ("a ``b\n\\` c`` d", "a ``b \\` c`` d"),
        ("a $$b % not said\nc \\% 3\nd$$ e", "a $$b  c \\% 3 d$$ e"),
        ("> a \\(b_1\n> = c\\) d", "> a $b_1 = c$ d"),
        ("a | `b | c`\n:- | d\n", "a | `b | c`\n:- | d"),
        ("a `b $5\nc :red[x]` d", "a `b $5 c :red[x]` d"),
        ("a `b\n- :red[x]` c", "a `b\n- \\:red\\[x\\]` c"),
        ("a `b\n1. :red[x]` c", "a `b\n1. \\:red\\[x\\]` c"),
        # diagrams
        ("```mermaid\na\n```", f"```{J}mermaid\na\n```"),
        ("~~~  Mermaid x\na\n~~~", f"~~~  {J}Mermaid x\na\n~~~"),
        ("```&#109;ermaid\na\n```", f"```{J}&#109;ermaid\na\n```"),
        ("```python\na\n```", "```python\na\n```"),
        # what Markdown itself may do
        ("# A\n\n- *b*\n\n| c | d |\n|---|---|\n| 1 | 2 |", "# A\n\n- *b*\n\n| c | d |\n|---|---|\n| 1 | 2 |"),
        ("<b>x</b> & [y](https://z.org)", r"\<b>x\</b> & [y](<https://z.org>) :gray[(z.org)]"),
        ("", ""),
        ("\n\n", ""),
        ("日本語 :赤[x] é", r"日本語 :赤\[x\] é"),
    ],
)
def test_each_rule_of_markdown(said: str, sent: str) -> None:
    assert as_markdown(said) == sent


@pytest.mark.parametrize("backslashes", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("said", [":red[x]", "$5", "~x~"])
def test_backslashes_before_it_open_no_way_around_an_escape(backslashes: int, said: str) -> None:
    """An even number of them are themselves, and what follows is active again."""
    found = re.match(r"\\*", as_markdown("\\" * backslashes + said))
    assert found and len(found[0]) % 2 == 1


@pytest.mark.slow
@given(HOSTILE)
@example("`![a](b)")
@example("!" * 3 + "[")
def test_neither_image_nor_icon_is_ever_left(said: str) -> None:
    for sent in (as_markdown(said), as_label(said)):
        assert "![" not in sent and ":material/" not in sent


@pytest.mark.slow
@given(HOSTILE.filter(lambda text: "\\" not in text))
def test_nothing_is_added_or_lost_but_escapes(said: str) -> None:
    # Only white space moves, where a formula gets lines of its own.
    assert "".join(shown(as_markdown(said)).split()) == "".join(said.split())


# What is indented far is code as well, also without a blank line before it where a heading stands there.
@pytest.mark.slow
@given(HOSTILE.filter(lambda text: not {"\\", "$", "`", "~", "\t"} & {*text} and "    " not in text))
def test_outside_code_and_formulas_no_directive_is_left(said: str) -> None:
    sent = OURS.sub("", as_markdown(said).replace(J, "·"))
    assert not re.search(r"(?<!\\):[A-Za-z:]", sent)


@given(some.text(max_size=60))
def test_no_text_is_too_odd(said: str) -> None:
    as_markdown(said)
    assert "\n" not in as_label(said)


@pytest.mark.parametrize(
    ("said", "sent"),
    [
        ("plain words", "plain words"),
        (" two\n\nlines\t ", "two lines"),
        ("*a* _b_ `c` [d](e)", r"\*a\* \_b\_ \`c\` \[d\](e)"),
        ("# 1. - x", r"\# 1. - x"),
        (":red[x]", rf"\:{J}red\[x\]"),
        (":material/home:", rf"\:{J}\:{J}"),
        ("a -> b", rf"a -{J}\> b"),
        ("deepseek/deepseek-r1:free", rf"deepseek/deepseek-r1\:{J}free"),
        ("$5 <b>", r"\$5 \<b\>"),
        ("![a](b)", r"\!\[a\](b)"),
    ],
)
def test_a_label_is_literal_and_stands_on_one_line(said: str, sent: str) -> None:
    found = as_label(said)
    assert shown(found) == " ".join(said.split())
    if J not in sent:
        assert found == sent


@pytest.mark.slow
@given(HOSTILE.filter(lambda text: "\\" not in text))
def test_a_label_says_every_word_of_its_text(said: str) -> None:
    assert shown(as_label(said)) == " ".join(said.split())


@pytest.mark.slow
@given(HOSTILE)
def test_a_label_leaves_no_mark_unescaped(said: str) -> None:
    bare = re.sub(r"\\[^A-Za-z0-9\s]", "", as_label(said).replace(J, ""))
    assert not re.search(r"[\\`*_{}\[\]#|<>~$&:]", bare)
    assert not re.match(r"[-+] |\d+[.)]", as_label(said))


@pytest.mark.parametrize("line", ["|:-|-:|:-:|", "|:---:|:---:|", "| :- | :-: | -: |", "|:-:|\n|:-:|"])
def test_the_alignment_of_columns_is_no_emoji(line: str) -> None:
    assert as_markdown(f"| a | b | c |\n{line}\n| 1 | 2 | 3 |") == f"| a | b | c |\n{line}\n| 1 | 2 | 3 |"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (f"a{J}b \u2063c", f"a{J}{J}b \u2063\u2063c"),
        (f"`vec![1] {J}`", f"`vec!{J}[1] {J}{J}`"),  # one of ours stands between, and goes
        (
            "\u2063" + "\u2061" * 12,
            "\u2063\u2063" + "\u2061" * 12,
        ),  # the mark of a growing answer is set by nobody else
    ],
)
def test_signs_of_the_models_own_come_as_two_so_that_the_page_leaves_one(said: str, shown: str) -> None:
    assert as_markdown(said) == shown


@pytest.mark.parametrize("text", [":material/home:", f":{J}material/home:", f":{J}) {J}", "a:b", "::"])
def test_what_the_page_makes_of_a_label_is_what_was_written(text: str) -> None:
    in_the_page = re.sub(f"({J})\\1?", lambda found: J if len(found[0]) == 2 else "", as_label(text))
    assert in_the_page.replace("\\", "") == text
