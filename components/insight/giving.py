"""What the maker of a model gives out of its thoughts, as its documents of November 2026 say; what they do not say is
not guessed.

raw: the model's own words · summary: a provider's words on them · none: nothing that can be read · field: they come in
a place of their own, and whether that is all of them is not said · unsaid: nothing is documented.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

Form = Literal["raw", "summary", "none", "field", "unsaid"]
# Whose rules hold; "" where that is not known.
Maker = Literal["", "openai", "anthropic", "google", "xai", "deepseek", "qwen", "open", "pocket", "other"]

ROUTERS = ("openrouter", "vercel")
AT_HOME = ("ollama", "llamacpp", "lmstudio", "vllm")
HOSTS = ("groq", "cerebras", "fireworks", "together", "mistral", "zai", "minimax")

OF_PROVIDER: Mapping[str, Maker] = {
    "openai": "openai",
    "anthropic": "anthropic",
    "gemini": "google",
    "xai": "xai",
    "deepseek": "deepseek",
    "dashscope": "qwen",
    "pocket": "pocket",
    **dict.fromkeys(AT_HOME, "open"),
    **dict.fromkeys(HOSTS, "other"),
}
# By the beginning of a name behind its author's: what anybody may run is told first.
OF_NAME: Sequence[tuple[str, Maker]] = (
    (r"gpt-oss|gemma", "open"),
    (r"gpt-|o\d(?:$|[-:])|codex", "openai"),
    (r"claude", "anthropic"),
    (r"gemini", "google"),
    (r"grok", "xai"),
    (r"deepseek", "deepseek"),
    (r"qwen|qwq", "qwen"),
)
RAW: tuple[Maker, ...] = ("deepseek", "qwen", "open", "pocket")
FIRST_CLAUDE = re.compile(r"claude-3[-.]7")
OLDER_GROK = re.compile(r"grok-3-mini|grok-code-fast")


class Giving(NamedTuple):
    """`routed`: a router stands between, which passes on what the maker gives out."""

    maker: Maker
    form: Form
    routed: bool = False


UNSAID = Giving("", "unsaid")


def giving(provider: str, model: str) -> Giving:
    """`provider` is the name of an endpoint and `model` as it is asked for."""
    routed = provider in ROUTERS
    maker: Maker | None = None if routed else OF_PROVIDER.get(provider)
    name = model.lower().rpartition("/")[2].removeprefix("~")
    if not maker:
        maker = next((made for pattern, made in OF_NAME if re.match(pattern, name)), None)
    return Giving(maker or "", _form(maker, name), routed)


def _form(maker: Maker | None, name: str) -> Form:
    if maker in RAW:
        return "raw"
    match maker:
        case "openai" | "google":
            return "summary"
        case "anthropic":
            return "raw" if FIRST_CLAUDE.search(name) else "summary"
        case "xai":
            return "field" if OLDER_GROK.search(name) else "summary"
        case "other":
            return "field"
        case _:
            return "unsaid"
