"""What can be particular to a provider's requests: a row of the table in providers, field by field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from components.conversation import SentBack
from components.wire.prefill import PrefillStyle

# How a server is spoken to; protocols tells what that means. <NAME>_PROTOCOL names one of them.
ProtocolName = Literal["chat-completions", "anthropic-messages", "openai-responses", "gemini", "ollama"]
HOME = re.compile(r"(?:.+\.)?localhost\.?|127(?:\.\d{1,3}){3}|0\.0\.0\.0|::1?|::ffff:127(?:\.\d{1,3}){3}")


def is_home(host: str) -> bool:
    """Is it a name or an address of this machine itself?"""
    return bool(HOME.fullmatch(host.lower()))


@dataclass(frozen=True, slots=True)
class Provider:
    """One row. Its `name` in capitals begins its settings: <NAME>_BASE_URL, <NAME>_API_KEY.

    What is sent: `asks` when nothing was chosen, `hides` for thoughts that are not wanted, `off` and `on` to turn
    thinking off and on; `level` and `budget` are where an effort word and a number of tokens go ("reasoning.effort" =
    {"reasoning": {"effort": …}}), `budget_with` what goes beside the latter, `summary` and `verbosity` where these go.
    None and "" where there is no such switch. `hosts` are the hosts (and ports of this machine) by which an address is
    recognised. `thinker` and `answerer` are the models to begin with: one that thinks, and one that only answers. A
    host that begins with a point stands for all that end so.
    """

    name: str
    label: str
    base_url: str = ""
    hosts: tuple[str, ...] = ()
    asks: Mapping[str, Any] = field(default_factory=dict)
    hides: Mapping[str, Any] = field(default_factory=dict)
    off: Mapping[str, Any] | None = None
    on: Mapping[str, Any] | None = None
    level: str = ""
    budget: str = ""
    budget_with: Mapping[str, Any] = field(default_factory=dict)
    summary: str = ""
    verbosity: str = ""
    # Its models can be told apart by what they take (OpenRouter's catalogue); elsewhere the row holds for all of them.
    tells_thinking: bool = False
    # Where it tells of one model what its list does not: llama.cpp's /props, Ollama's /api/show.
    tells_more: Literal["", "props", "show"] = ""
    # Its levels are sent to those of its models that are known to have some.
    levels_told: bool = False
    routes: bool = False  # takes OpenRouter's `provider` object
    # Keeps the requests of one session at one of those that it passes them on to, which may know their beginning.
    sessions: bool = False
    users: bool = False  # tells the people apart who ask with one key
    max_tokens: str = "max_tokens"
    # OpenRouter always sends usage; elsewhere it must be asked for.
    asks_usage: bool = True
    # What goes back with an earlier answer of the same model: its opaque details, or its thoughts between tags.
    sends_back: SentBack = "nothing"
    prefill: PrefillStyle | None = None  # how it takes the beginning of a reply as the model's own
    protocol: ProtocolName = "chat-completions"
    # Another one that it speaks at its own hosts, and what is different then in this row.
    own_protocol: ProtocolName | None = None
    own: Mapping[str, Any] = field(default_factory=dict)
    # It ends its streams with neither a finish reason nor [DONE]: an orderly close is their end.
    ends_silently: bool = False
    # It answers inside this process: nothing is set for it, it takes no key, and no request leaves for it.
    built_in: bool = False
    # It plays what was recorded, and asks nobody.
    replays: bool = False
    thinker: str = ""
    begins_with: str = ""  # the model to begin with where its list is not known yet
    answerer: str = ""

    @property
    def at_home(self) -> bool:
        """Does it usually run on this machine, without a key?"""
        return bool(self.ports)

    @property
    def ports(self) -> tuple[int, ...]:
        """Of this machine."""
        return tuple(int(host[10:]) for host in self.hosts if host.startswith("localhost:"))
