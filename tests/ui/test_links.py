"""A link in model text says where it leads, and what would not is none."""

import re
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as some

from components.ui.faithful import JOINER, as_markdown

J = JOINER
OURS = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\(<([^<>\s]*)>\)(?: :gray\[\(([^\[\]]*)\)\])?")
PIECES = some.lists(
    some.sampled_from(
        ["[", "](", ")", "]", "<", ">", "(", "!", "\\", "/", "//", ":", "@", "&#58;", "&amp;", "&", " ", "\n", "\n\n",
         "x",
         "http:", "https://", "HTTP://", "www.", "bank.example", "evil.example", "javascript:", "mailto:", "a@b.cd",
         ":80",
         "[a](http://evil.example/x)", "[bank.example](https://evil.example)", "'t'", "*", "_", "{", "}", "|", "é",
         "ｅ",
         "\u202e", "\u2028", ".", "?q=1&amp;r", "[1]: ", "- [ ] ", ":red"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "sent"),
    [
        # the host is told, unless the words are it
        ("[a](https://b.cd/e)", "[a](<https://b.cd/e>) :gray[(b.cd)]"),
        ("[a *b*](http://b.cd 'title') c", "[a *b*](<http://b.cd>) :gray[(b.cd)] c"),
        ('[a](<http://b.cd/(> "t")', "[a](<http://b.cd/(>) :gray[(b.cd)]"),
        ("[a](https://b.cd:8080/)", rf"[a](<https://b.cd:8080/>) :gray[(b.cd\:{J}8080)]"),
        ("[a](http://www.b.cd)", f"[a](<http://www.b.cd>) :gray[(www{J}.b.cd)]"),
        ("[b.cd](https://b.cd/e)", "[b.cd](<https://b.cd/e>)"),
        ("[https://b.cd/e](https://b.cd/e?f)", r"[https\://b.cd/e](<https://b.cd/e?f>)"),
        ("[**b.cd**](https://b.cd/e)", r"[\*\*b.cd\*\*](<https://b.cd/e>)"),
        ("[bank.example](https://b.cd)", "[bank.example](<https://b.cd>) :gray[(b.cd)]"),
        ("[b.cd.bank.example](https://b.cd)", "[b.cd.bank.example](<https://b.cd>) :gray[(b.cd)]"),
        ("[b.cd @bank.example](https://b.cd)", "[b.cd @bank.example](<https://b.cd>) :gray[(b.cd)]"),
        ("[write](mailto:me@b.cd)", rf"[write](<mailto:me@b.cd>) :gray[(me@{J}b.cd)]"),
        ("[`a`](http://b.cd) [$a_1$](http://b.cd)",
         "[`a`](<http://b.cd>) :gray[(b.cd)] [$a_1$](<http://b.cd>) :gray[(b.cd)]"),
        ("[a [b] c](http://b.cd)", r"[a \[b\] c](<http://b.cd>) :gray[(b.cd)]"),
        ("[a](http://b.cd){x}", f"[a](<http://b.cd>) :gray[(b.cd)]{J}{{x}}"),
        ("[a](http://b.cd/?x=1&y=2)", "[a](<http://b.cd/?x=1&amp;y=2>) :gray[(b.cd)]"),
        ("[a](http://b.cd/w_(x))", "[a](<http://b.cd/w_(x)>) :gray[(b.cd)]"),
        (r"[a](http://b\.cd/x\_y)", "[a](<http://b.cd/x_y>) :gray[(b.cd)]"),
        (":red[a](http://b.cd)", r"\:red[a](<http://b.cd>) :gray[(b.cd)]"),
        ("[a\nb](\nhttp://b.cd\n'c\nd')", "[a\nb](<http://b.cd>) :gray[(b.cd)]"),
        ("> [a\n> b](http://b.cd) c", "> [a\n> b](<http://b.cd>) :gray[(b.cd)] c"),
        ("[a | b](http://b.cd)", "[a | b](<http://b.cd>) :gray[(b.cd)]"),
        ("[<http://b.cd>](http://e.fg)", rf"[\<http{J}://b.cd>](<http://e.fg>) :gray[(e.fg)]"),
        # an address by itself
        ("see https://b.cd/~e_f.", r"see [https\://b.cd/\~e\_f](<https://b.cd/~e_f>)."),
        ("(https://b.cd/(e))", r"([https\://b.cd/(e)](<https://b.cd/(e)>))"),
        ("**https://b.cd/e**", r"**[https\://b.cd/e](<https://b.cd/e>)**"),
        ("<https://b.cd> www.b.cd", r"[https\://b.cd](<https://b.cd>) [www.b.cd](<http://www.b.cd>)"),
        ("me@b.cd, <you@b.cd>", "[me@b.cd](<mailto:me@b.cd>), [you@b.cd](<mailto:you@b.cd>)"),
        ("http://b.cd/&gt;.", r"[http\://b.cd/](<http://b.cd/>)&gt;."),
        ("!https://b.cd", rf"!{J}[https\://b.cd](<https://b.cd>)"),
        # letters that look like others
        ("https://b\u0430nk.cd/x", "[https\\://b\u0430nk.cd/x](<https://xn--bnk-6cd.cd/x>) :gray[(xn--bnk-6cd.cd)]"),
        ("[a](http://\uff42.cd)", "[a](<http://b.cd>) :gray[(b.cd)]"),
        ("https://b.cd/é", r"[https\://b.cd/é](<https://b.cd/%C3%A9>)"),
        # no links
        ("[a](javascript:b)", r"\[a\](javascript\:b)"),
        ("[a](data:text/html,b)", r"\[a\](data\:text/html,b)"),
        ("[a](/b) [c](#d) [e](//f.gh)", r"\[a\](/b) \[c\](#d) \[e\](//f.gh)"),
        ("http://bank.example@b.cd", f"http{J}://bank.example@{J}b.cd"),
        ("[a](http://bank.example@b.cd)", rf"\[a\](http{J}://bank.example@{J}b.cd)"),
        (r"http\://bank.example@b.cd", rf"http{J}\://bank.example@{J}b.cd"),
        ("[a](http://2130706433) http://0x7f.1/", rf"\[a\](http{J}://2130706433) http{J}://0x7f.1/"),
        (r"\[a](http://b.cd) \https://b.cd", rf"\[a\]([http\://b.cd](<http://b.cd>)) \https{J}://b.cd"),
        ("`https://b.cd`\n\n    https://b.cd", "`https://b.cd`\n\n    https://b.cd"),
        # one that is being written
        ("[a](https://b.c", rf"\[a\](https{J}://b.c"),
    ],
)  # fmt: skip
def test_links_are_written_anew(said: str, sent: str) -> None:
    assert as_markdown(said) == sent


@given(PIECES)
def test_no_link_hides_where_it_leads(said: str) -> None:
    sent = as_markdown(said)
    for words, url, mark in OURS.findall(sent):
        parts = urlsplit(url)
        leads = parts.netloc or parts.path
        assert parts.scheme in ("http", "https", "mailto") and url.isascii()
        assert "@" not in leads or parts.scheme == "mailto"
        plain = re.sub(rf"\\|{J}", "", mark or words)
        assert (
            plain == leads if mark else re.match(rf"(?:https?://|mailto:|)?{re.escape(leads)}(?:[/?#]|\Z)", plain, re.I)
        )


@given(PIECES)
def test_what_is_no_link_of_ours_is_none(said: str) -> None:
    rest = OURS.sub("·", as_markdown(said))  # what stands on both sides of one does not meet
    rest = re.sub(r"- \[ \](?=[ \t])", "", rest)  # a task's
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", "·", rest)
    # Brackets make links, pictures, definitions and notes; the others become links by themselves once escapes are read.
    indented = re.compile(r"(?m)^(?: {4}|\t).*$")
    assert not re.search(r"[\[\]]", indented.sub("", bare))
    assert not re.search(r"https?://|www\.\w|\w@[\w-]+\.\w", indented.sub("", rest.replace("\\", "")), re.I)
