"""Which addresses are links: for the page and for a file they are the same ones."""

import re

import pytest

from components.export.prose import as_prose
from components.markup.links import address_of
from components.markup.reading import read


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("HTTPS://B.CD/E", "https://b.cd/E"),
        ("http://localhost:8501", "http://localhost:8501"),
        ("http://10.0.0.1/", "http://10.0.0.1/"),
        ("http://b.cd./", "http://b.cd./"),
        ("http://b.cd/:material/home:", "http://b.cd/%3Amaterial/home:"),
        ("http://b.cd/|`\"^", "http://b.cd/%7C%60%22%5E"),
        *((bad, None) for bad in ("", "http://", "http:///x", "http://a b.cd", "http://a\\@b.cd", "http://a:b@c.de",
          "http://[::1]", "http://b.cd:x", "http://b..cd", "http://%62.cd", "http://b.cd\u202e", "http://b.cd/\n",
          "ftp://b.cd", "javascript://b.cd/%0aalert(1)", "mailto:", "mailto:a@b.cd?body=x", "//b.cd", "b.cd",
          "http://" + "b" * 64 + ".cd", "http://0x7f.0.0.1", "http://1.2.3")),
    ],
)  # fmt: skip
def test_an_address_is_plain_or_none(written: str, url: str | None) -> None:
    found = address_of(written)
    assert (found.url if found else None) == url


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("http://a.b/2*3*4 **https://a.b**", ["http://a.b/2*3*4", "https://a.b"]),
        ("http://a.b/&gt;. www.a.b/c_(d)).", ["http://a.b/", "http://www.a.b/c_(d)"]),
        ("[a](http://\uff42.cd) https://b\u0430nk.cd", ["http://b.cd", "https://xn--bnk-6cd.cd"]),
        ("[a <sub>[b](http://c.d)</sub> <http://e.f> http://g.h](http://i.j)", ["http://i.j"]),
        ("[a][b] [b] [b][]\n\n[b]: http://c.d 'e'", ["http://c.d"]),
        ("[a](http://b@c.d) [a]() [a](/b) \\[a](http://c.d)", ["http://c.d"]),
    ],
)
def test_the_page_and_the_file_have_the_same_links(text: str, urls: list[str]) -> None:
    assert [piece.address.url for piece in read(text).pieces if piece.address] == urls
    assert re.findall('href="([^"]*)"', as_prose(text, 2)) == urls


def test_a_definition_is_not_lost_in_a_file() -> None:
    found = re.sub("<[^>]*>", "", as_prose("[a][b]\n\n[b]: http://c.d 'e'", 2))
    assert found.split("\n")[:2] == ["[a][b]", "[b]: http://c.d 'e'"]
