"""What is particular to a provider's requests, as one table. A provider without a row gets nothing but the standard.

Sources and dates: the wire notes of the project (section 6 of the specification); a switch is sent only where its
provider documents it, since strict servers refuse keys that they do not know.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Provider:
    """`asks` is sent when nothing was chosen, `off` turns thinking off, `level` is where an effort word goes
    ("reasoning.effort" = {"reasoning": {"effort": …}}); None and "" where the provider has no such switch.
    `hosts` are the hosts (and ports of this machine) by which an address is recognised."""

    name: str
    label: str
    hosts: tuple[str, ...] = ()
    asks: Mapping[str, Any] = field(default_factory=dict)
    off: Mapping[str, Any] | None = None
    level: str = ""
    # OpenRouter always sends usage; elsewhere it must be asked for.
    asks_usage: bool = True


TABLE = (
    Provider(
        "openrouter",
        "OpenRouter",
        ("openrouter.ai",),
        asks={"include_reasoning": True},
        off={"reasoning": {"enabled": False}},
        level="reasoning.effort",
        asks_usage=False,
    ),
    Provider("deepseek", "DeepSeek", ("api.deepseek.com",), off={"thinking": {"type": "disabled"}}),
    Provider("zai", "Z.ai", ("api.z.ai", "open.bigmodel.cn"), off={"thinking": {"type": "disabled"}}),
    Provider(
        "dashscope",
        "DashScope",
        ("dashscope.aliyuncs.com", "dashscope-intl.aliyuncs.com"),
        asks={"enable_thinking": True},
        off={"enable_thinking": False},
    ),
    Provider(
        "gemini",
        "Gemini",
        ("generativelanguage.googleapis.com",),
        # The raw body key really is "extra_body".
        asks={"extra_body": {"google": {"thinking_config": {"include_thoughts": True}}}},
        level="reasoning_effort",
    ),
    Provider("groq", "Groq", ("api.groq.com",), level="reasoning_effort"),
    Provider("mistral", "Mistral", ("api.mistral.ai",)),
    Provider("xai", "xAI", ("api.x.ai",), level="reasoning_effort"),
    Provider("cerebras", "Cerebras", ("api.cerebras.ai",), level="reasoning_effort"),
    Provider("fireworks", "Fireworks", ("api.fireworks.ai",), level="reasoning_effort"),
    Provider("together", "Together", ("api.together.xyz",)),
    Provider("perplexity", "Perplexity", ("api.perplexity.ai",)),
    Provider("ollama", "Ollama", ("localhost:11434",), off={"reasoning_effort": "none"}, level="reasoning_effort"),
    Provider("llamacpp", "llama.cpp", ("localhost:8080",), off={"chat_template_kwargs": {"enable_thinking": False}}),
    Provider("vllm", "vLLM", ("localhost:8000",), off={"chat_template_kwargs": {"enable_thinking": False}}),
    Provider("lmstudio", "LM Studio", ("localhost:1234",)),
)
OPENROUTER = TABLE[0]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server to ask. `name` is how turns refer to it, `base_url` has no trailing slash, the repr shows no key."""

    name: str
    provider: Provider
    base_url: str
    key: str = field(default="", repr=False)

    @property
    def label(self) -> str:
        return self.provider.label

    @property
    def lacks_key(self) -> bool:
        """It is known to refuse whoever comes without a key."""
        return not self.key and urlsplit(self.base_url).hostname == "openrouter.ai"


def provider_at(base_url: str) -> Provider:
    """The row whose host `base_url` has, or one that knows nothing but the address."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    home = host in ("localhost", "127.0.0.1", "::1")
    place = f"localhost:{parts.port}" if home else host
    for provider in TABLE:
        if place in provider.hosts:
            return provider
    return Provider("custom", f"The server at {parts.netloc.rpartition('@')[2] or base_url}")
