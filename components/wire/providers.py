"""What is particular to a provider's requests, as one table. A provider without a row gets nothing but the standard.

Sources and dates: the wire notes of the project (section 6 of the specification); a switch is sent only where its
provider documents it, since strict servers refuse keys that they do not know.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from components.conversation import REPLAY
from components.wire.prefill import PrefillStyle
from components.wire.provider import ProtocolName, Provider, is_home


def _hosted(name: str, label: str, base_url: str, *more_hosts: str, **switches: Any) -> Provider:
    return Provider(name, label, base_url, (urlsplit(base_url).netloc, *more_hosts), **switches)


def _home(name: str, label: str, *ports: int, **switches: Any) -> Provider:
    """`ports` are its usual ones; where nothing is set it is asked at the first."""
    return Provider(name, label, home_url(ports[0]), tuple(f"localhost:{port}" for port in ports), **switches)


def home_url(port: int) -> str:
    return f"http://127.0.0.1:{port}/v1"


def _thinking(kind: str) -> Mapping[str, Any]:
    return {"thinking": {"type": kind}}


def _template(thinks: bool) -> Mapping[str, Any]:
    return {"chat_template_kwargs": {"enable_thinking": thinks}}


LAST_MESSAGE = {"add_generation_prompt": False, "continue_final_message": True}
# An answer begins with the content, so the thoughts before it are over. White space says nothing.
ANSWER_BEGINS = {"content": "\n\n"}


TABLE = (
    _hosted(
        "openrouter",
        "OpenRouter",
        "https://openrouter.ai/api/v1",
        asks={"include_reasoning": True},
        hides={"include_reasoning": False},
        off={"reasoning": {"enabled": False}},
        on={"reasoning": {"enabled": True}},
        level="reasoning.effort",
        budget="reasoning.max_tokens",
        summary="reasoning.summary",
        verbosity="verbosity",
        tells_thinking=True,
        routes=True,
        sessions=True,
        users=True,
        asks_usage=False,
        sends_back="details",
        prefill=PrefillStyle(),
    ),
    _hosted(
        "openai",
        "OpenAI",
        "https://api.openai.com/v1",
        level="reasoning_effort",
        max_tokens="max_completion_tokens",
        own_protocol="openai-responses",
        begins_with="gpt-5-mini",
        own={"summary": "reasoning.summary", "verbosity": "text.verbosity", "sends_back": "details"},
    ),
    _hosted(
        "anthropic",
        "Anthropic",
        "https://api.anthropic.com/v1",
        own_protocol="anthropic-messages",
        own={"asks_usage": False, "sends_back": "details"},
        begins_with="claude-sonnet-5",
    ),
    _hosted(
        "deepseek",
        "DeepSeek",
        "https://api.deepseek.com",
        off=_thinking("disabled"),
        on=_thinking("enabled"),
        prefill=PrefillStyle({"prefix": True}, thoughts="reasoning_content", path="/beta", closing=ANSWER_BEGINS),
    ),
    _hosted(
        "zai",
        "Z.ai",
        "https://api.z.ai/api/paas/v4",
        "open.bigmodel.cn",
        off=_thinking("disabled"),
        on=_thinking("enabled"),
    ),
    _hosted(
        "dashscope",
        "DashScope",
        "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
        "dashscope.aliyuncs.com",
        asks={"enable_thinking": True},
        off={"enable_thinking": False},
        budget="thinking_budget",
        budget_with={"enable_thinking": True},
        prefill=PrefillStyle({"partial": True}, quiet=True),
    ),
    _hosted(
        "gemini",
        "Gemini",
        "https://generativelanguage.googleapis.com/v1beta/openai",
        # The raw body key really is "extra_body".
        asks={"extra_body": {"google": {"thinking_config": {"include_thoughts": True}}}},
        level="reasoning_effort",
        own_protocol="gemini",
        begins_with="gemini-2.5-flash",
        own={"asks": {}, "asks_usage": False, "sends_back": "details"},
    ),
    _hosted("groq", "Groq", "https://api.groq.com/openai/v1", level="reasoning_effort", prefill=PrefillStyle()),
    _hosted("mistral", "Mistral", "https://api.mistral.ai/v1", prefill=PrefillStyle({"prefix": True})),
    _hosted("xai", "xAI", "https://api.x.ai/v1", level="reasoning_effort"),
    _hosted("cerebras", "Cerebras", "https://api.cerebras.ai/v1", level="reasoning_effort"),
    _hosted("fireworks", "Fireworks", "https://api.fireworks.ai/inference/v1", level="reasoning_effort"),
    _hosted("together", "Together", "https://api.together.xyz/v1"),
    _hosted("perplexity", "Perplexity", "https://api.perplexity.ai"),
    _hosted("vercel", "Vercel AI Gateway", "https://ai-gateway.vercel.sh/v1", sends_back="details"),
    # Its models lose the thread where their own thoughts are taken out of the earlier answers.
    _hosted("minimax", "MiniMax", "https://api.minimax.io/v1", sends_back="tags"),
    # Each account has an address of its own.
    Provider("snowflake", "Snowflake", hosts=(".snowflakecomputing.com",), ends_silently=True),
    _home(
        "ollama",
        "Ollama",
        11434,
        off={"reasoning_effort": "none"},
        level="reasoning_effort",
        tells_more="show",
        prefill=PrefillStyle(quiet=True),
        own_protocol="ollama",
        # Ollama, docs/capabilities/thinking.mdx: true, false, or a level that /api/show names; it refuses `think` for a
        # model that cannot.
        own={
            "off": {"think": False},
            "on": {"think": True},
            "level": "think",
            "levels_told": True,
            "asks_usage": False,
        },
    ),
    _home(
        "llamacpp",
        "llama.cpp",
        8080,
        9931,  # where its default is to move
        # Its server's README documents chat_template_kwargs; the budget is read in server-common.cpp (since March 2026;
        # later ones know it by a second name, too), and what is older passes it over. A level is the template's own.
        off=_template(False),
        on=_template(True),
        level="chat_template_kwargs.reasoning_effort",
        levels_told=True,
        budget="thinking_budget_tokens",
        budget_with=_template(True),
        tells_more="props",
        # Which part of the last message is gone on from can be said: "content" closes the thoughts before it.
        prefill=PrefillStyle(
            body=LAST_MESSAGE, thoughts="reasoning_content", closing_body={"continue_final_message": "content"}
        ),
    ),
    _home("lmstudio", "LM Studio", 1234),
    _home(
        "vllm",
        "vLLM",
        8000,
        off=_template(False),
        on=_template(True),
        prefill=PrefillStyle(body=LAST_MESSAGE, thoughts="tags", quiet=True),
    ),
    Provider(
        "pocket",
        "Pocket",
        # A reserved name (RFC 2606) that no network knows, and no host by which another address would be taken for it.
        "http://pocket.invalid/v1",
        asks={"include_reasoning": True},
        hides={"include_reasoning": False},
        tells_thinking=True,
        built_in=True,
        prefill=PrefillStyle({"prefix": True}, thoughts="reasoning_content", closing=ANSWER_BEGINS),
        thinker="pocket/thinker",
        answerer="pocket/novice",
    ),
    Provider(
        REPLAY,
        "Recording",
        # The room gives each owner an address of their own under this name, which no network knows.
        "http://recording.invalid/v1",
        sessions=True,
        built_in=True,
        replays=True,
    ),
)
OPENROUTER, REPLAYS = TABLE[0], TABLE[-1]
# Those for which something may be set.
NAMES = (*(row.name for row in TABLE if row.base_url and not row.built_in), "custom")


def row_of(name: str) -> Provider | None:
    return next((provider for provider in TABLE if provider.name == name), None)


def label_of(name: str) -> str:
    """What a person knows a server by that is no longer there."""
    row = row_of(name)
    return row.label if row else "The server of this turn"


def provider_at(base_url: str) -> Provider:
    """The row whose host `base_url` has, or one that knows nothing but the address."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    place = f"localhost:{parts.port}" if is_home(host) else host
    for provider in TABLE:
        if any(place == known or (known.startswith(".") and place.endswith(known)) for known in provider.hosts):
            return provider
    return Provider("custom", f"The server at {parts.netloc.rpartition('@')[2] or base_url}")


def addressed(name: str, base_url: str = "", protocol: ProtocolName | None = None) -> tuple[Provider, str]:
    """The row of a server and where it is asked, in the `protocol` that is set for it; where none is, a provider's own
    at its own host and nowhere else, and Ollama's where its address says so."""
    row = row_of(name) or provider_at(base_url)
    url = base_url or row.base_url
    spoken = protocol or _spoken_at(row, url)
    if spoken != row.protocol:
        row = replace(row, protocol=spoken, **(row.own if spoken == row.own_protocol else {}))
    return row, ADDRESSES.get(spoken, _as_it_is)(url)


def _spoken_at(row: Provider, url: str) -> ProtocolName:
    at_its_own = urlsplit(url).path in OLLAMAS if row.own_protocol == "ollama" else at_own_host(row, url)
    return row.own_protocol if row.own_protocol and at_its_own else row.protocol


def at_own_host(row: Provider, url: str) -> bool:
    """Is this a host of the provider itself?"""
    return urlsplit(url).hostname in row.hosts


def _as_it_is(url: str) -> str:
    return url


def _ollamas(url: str) -> str:
    path = urlsplit(url).path
    return f"{url.removesuffix(path) if path in OLLAMAS and path else url}/api"


def _messages(url: str) -> str:
    """As the packages for it are given the address, without /v1, or as all others are, with it."""
    url = url.removesuffix("/messages").rstrip("/")
    return url if url.endswith("/v1") else f"{url}/v1"


OLLAMAS = ("", "/api", "/api/chat")
# What an address becomes, so that the paths of a protocol follow it.
ADDRESSES: Mapping[ProtocolName, Callable[[str], str]] = {
    "ollama": _ollamas,
    "anthropic-messages": _messages,
    "gemini": lambda url: url.removesuffix("/openai"),
}
