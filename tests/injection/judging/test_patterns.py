"""A pattern is read before it is compiled: what would take much memory is refused, and what counts nothing is not."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from components.injection.judging.pattern_reader import MOST_DEPTH, NotRead, Reader
from components.injection.judging.patterns import MOST_GROUPS, MOST_TIMES, too_much
from components.injection.measuring.checking import FLAGS, LONGEST, wrong_pattern

HUGE = (
    *("a{999999999}", "a{999999999,}", "a{0,999999999}", "a{,999999999}", "a{999999999}?", "a{999999999}+"),
    *("(?:a{101}){100}", "(?:(?:(?:a{30}){30}){30})", "(a{3,200}b){99}", "(?:a?){10001}", "(a|b){10001}"),
    *(".{10001}", "[ab]{10001}", r"\d{10001}", r"\X{10001}", r"\p{Lu}{10001}", r"\N{DIGIT ONE}{10001}", r"\x41{10001}"),
    *("(?=a{10001})", "(?!a{10001})", "(?<=a{10001})", "(?<!a{10001})", "(?>a{10001})", "(?|a{10001}|b)"),
    *("(?=(?:a{1000}){11})", "(?:(?=a{1000})){11}", "(?<n>a{101}){100}", "(?P<n>a{101}){100}", "(?i:a{101}){100}"),
    *("(?R){10001}", "(?:a(?R)?){10001}", "(a{101})(?:(?1)){100}", "(?<n>a{101})(?:(?&n)){100}", "a(?:(?P>n){10001})"),
    *("(?:abc){e<=10001}", "(?:abc){2i+1d<=10001}", "(?:a){1<=e<=10001}", "(?:(?:a){e<=101}){100}"),
    *("(?:a){e<=10001:[a-z]}", "(a)(?(1)b{10001}|c)", "(?(?=a{10001})b|c)", "(?(?!a)b|c{10001})", "(a)(?(1)b){10001}"),
    *("[]a]{10001}", "[^]]{10001}", "[[a]b]{10001}", "[a--[b]]{10001}", "[[:alpha:]]{10001}", r"[\]]{10001}"),
    *("[a&&b||c~~d]{10001}", r"[\p{Lu}--[A]]{10001}", "[a-[b]]{10001}", r"a(?i){10001}", "a(?#b){10001}", r"\\{10001}"),
    *("(?x)a{10001} # many", "(?x) a {10001}", "(?x)a#{3}\n{10001}", "(?x:[#]{10001})", "(?x)(?-x:#{10001})"),
    *("(?:[abcdef][ghijkl]){9000}", "(?:" + "ab" * 20 + "){9000}", "(?:(a)(?1)[abcde]){9000}"),
)
HARMLESS = (
    *("a{10000}", "(?:a{100}){100}", "a{100}b{100}c{100}d{100}", "(?:a{2}){2}" * 18, "a*", "(?:a+)*", "(a*)*b"),
    *("[{999999999}]", r"a\{999999999\}", r"\\\{999999999}", "(?#a{999999999})b", r"(?#\)a{999999999})b"),
    *("(?x) a # {999999999}\n b", "(?x: a # {999999999}\n){3}", "[]{99999}]", "[^]{99999}]", "[[a]{99999}]"),
    *('{"a": 1}', "{ }", "a{}", "x{foo}", r"\\boxed\{72\}", r"\$?1,?234(?:\.00)?", r"\b(?:yes|no)\b", "^ *72 *$"),
    *(r"\((?:[^()]|(?R))*\)", "(a)(?1)(?+1)(b)", "(?<n>a)(?P=n)(?&n)", r"(a)\g<1>\1", "(?(?=a)b|c)", "(*SKIP)a"),
    *("(?:abc){e}", "(?:abc){e<=2}", "(?:abc){i<=1,d<=2}", "(?:abc){2i+2d+1s<=4}", "(?:a){e<=1:[a-z]}"),
    *("(?r)ab", "(?i)a(?-i:b)c", "(?|(a)|(b))", "[a-z--[aeiou]]+", "[[:alpha:]&&[^a]]", r"\p{Script=Greek}", "a++b??"),
)
NOT_READ = (
    *("(", ")", "[", "[]", "*", "a|*", "a**", "(?", "(?<n", "(?P=", "(?<=", "(*a)", "(?(n", "(?z)", "a{3", "{3"),
    *(r"\p{a", r"\N{a", r"\g<", "(?:a){e<=1:", "(?:a){e<=1:(}", "(?x)a{ 3 }", "(?V0)[[a]", "(?&n", "(?#a"),
    *("(" * (MOST_DEPTH + 1) + "a" + ")" * (MOST_DEPTH + 1), "[" * 60 + "a" + "]" * 60),
)


@pytest.mark.parametrize("pattern", HUGE)
def test_what_would_be_written_out_too_often_is_refused_in_a_sentence(pattern: str) -> None:
    said = wrong_pattern(pattern)
    assert said.startswith(("The pattern repeats a part up to ", "Written out, the pattern has "))
    assert said.endswith(".")


@pytest.mark.parametrize("pattern", HARMLESS)
def test_what_counts_nothing_is_taken(pattern: str) -> None:
    assert wrong_pattern(pattern) == ""


@pytest.mark.parametrize("pattern", NOT_READ)
def test_what_is_not_understood_is_refused(pattern: str) -> None:
    said = wrong_pattern(pattern)
    assert said.startswith(("The pattern is no regular expression (", "The pattern cannot be read here ("))
    assert said.endswith("write a backslash before a sign that is meant as text.")


def test_the_numbers_are_those_of_the_limits() -> None:
    assert not too_much(f"a{{{MOST_TIMES}}}") and "10,001 times" in too_much(f"a{{{MOST_TIMES + 1}}}")
    assert "10,100 times" in too_much("(?:a{101}){100}")
    assert not too_much("()" * MOST_GROUPS) and "51 groups" in too_much("()" * (MOST_GROUPS + 1))
    assert not too_much("(?:)" * 50) and "51 groups" in too_much("(?<n>a)" * 51)
    assert "is too long: 201" in wrong_pattern("a" * (LONGEST + 1))


MEASURE = """
import sys
from components.injection.measuring.checking import check
from components.injection import Question

def peak():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))

before = peak()
for pattern in sys.stdin.read().split("\\0"):
    for answer in ("ab" * 10_000, "a" * 20_000, "(" * 20_000, "a1 B" * 5_000):
        check(answer, Question("?", None, pattern))
print((peak() - before) // 1024)
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="there is no /proc to read a peak of memory from")
def test_no_pattern_takes_much_memory_neither_to_compile_nor_to_search() -> None:
    """With the largest that are taken; what is refused must never come to the compiler."""
    largest = (
        *(r"\X{10000}", r"(?:\X\X\X){10000}", "(?:a?){10000}", "(a|b){10000}", "(?:a*b){10000}", "(?:(a)|(b)){7000}"),
        *("(?:(?:a{100}b){90})", "(?R)", "(?:(?R)x)*", "(a(?1)?b){1000}", "(?:abcdef){e<=9000}", "(?:(a)(b)?)*c"),
        *("(?<=(?:a|b){10000})c", "((a*)*)*$", "(?:[ab][cd]?){5000}", "(?i)(?:ß|ﬃ|ſ){10000}", "(?:a{,100}){,100}c"),
    )
    found = subprocess.run(
        [sys.executable, "-c", MEASURE],
        input="\0".join((*largest, *HUGE, *HARMLESS, *NOT_READ)),
        capture_output=True,
        encoding="utf-8",
        cwd=Path(__file__).parents[3],
        timeout=300,
        check=True,
    )
    assert int(found.stdout) < 250, f"{found.stdout} MB"


TOKENS = (
    *("a", "b", r"\d", ".", "^", "$", r"\b", "(", "(", ")", ")", "(?:", "(?=", "(?!", "(?<=", "(?>", "(?|", "|"),
    *("(?P<n>", "(?<m>", "(?i)", "(?x)", "(?x:", "(?-x:", "(?#", "(?(1)", "(?(?=", "(?R)", "(?1)", "(?&n)", "(?P=n)"),
    *("(?P>m)", r"\g<1>", r"\1", "*", "+", "??", "*+", "{", "}", "{3}", "{30}", "{9999}", "{2,5}", "{,50}", "{100,}"),
    *("{e}", "{e<=3}", "{2i+1d<=4}", "{1<=e<=3}", "{e<=2:[a-z]}", "{i<=1,d<=2}", "{ 3 }", "{3", "99999}", "{99999}"),
    *("[", "[^", "]", "]", "[]", "[[", "&&", "--", "||", "~~", "-", "[:alpha:]", "[:", r"\p{Lu}", r"\N{DIGIT ONE}"),
    *(r"\x41", r"\]", r"\[", r"\(", r"\{", " ", "#", "\n", ",", "5", "<", ">", ":", "=", "!", "e", r"\X", r"\K", "\\"),
    *("(*SKIP)", "(?r)", "(?e)", "(?V0)", "(?V1)", r"\p{", r"\N{", r"\g<", "ß", r"\Q", r"\L<x>"),
)


def as_the_module_reads_it(core: Any, pattern: str) -> Any:
    """The tree of its own reader, before anything is written out; None where it refuses the pattern."""
    flags = FLAGS
    while True:
        try:
            source, info = core.Source(pattern), core.Info(flags, str, {})
            info.guess_encoding = regex.UNICODE
            tree = core._parse_pattern(source, info)
        except core._UnscopedFlagSet:
            flags = info.global_flags
            continue
        except (regex.error, core.ParseError, ValueError, KeyError, RecursionError):
            return None
        return tree if source.at_end() else None


def product(core: Any, node: Any) -> int:
    """The largest product of counts around one of its parts."""
    parts = [part for value in vars(node).values() for part in (value if isinstance(value, list | tuple) else [value])]
    inside = max((product(core, part) for part in parts if isinstance(part, core.RegexBase)), default=1)
    if isinstance(node, core.GreedyRepeat | core.LazyRepeat | core.PossessiveRepeat):
        return inside * max(node.min_count, node.max_count or 0, 1)
    return inside


@pytest.mark.slow
@settings(max_examples=3_000, deadline=None)
@given(st.lists(st.sampled_from(TOKENS), max_size=16).map("".join))
def test_no_count_is_overlooked_that_the_module_reads(pattern: str) -> None:
    core: Any = pytest.importorskip("regex._regex_core", reason="this version of it has no such reader")
    tree = as_the_module_reads_it(core, pattern)
    try:
        whole, _ = Reader(pattern).read()
    except NotRead:
        return
    if tree is not None:
        assert product(core, tree) <= whole.times
