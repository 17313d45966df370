"""What a request may cost at most, by what is really sent: how many tokens it has, how many it lets a model write, and
whether anything in it buys more than tokens. What costs nothing stands here; all else is not known to."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

# What a chat's template adds to each message, and to all of them.
A_MESSAGE, A_REQUEST = 16, 64
LIMITS = ("max_tokens", "max_completion_tokens", "max_output_tokens")
WITHIN = (("generationConfig", "maxOutputTokens"), ("options", "num_predict"))

# Fields that cost nothing beside the tokens, with all that is in them.
WHOLE = frozenset(
    """model messages input contents prompt instructions system systemInstruction
    stream stream_options max_tokens max_completion_tokens max_output_tokens
    temperature top_p top_k min_p top_a typical_p frequency_penalty presence_penalty repetition_penalty seed
    stop stop_sequences logit_bias logprobs top_logprobs response_format structured_outputs
    user session_id metadata verbosity include_reasoning reasoning_effort enable_thinking thinking_budget
    chat_template_kwargs store transforms debug""".split()
)
# Fields of which only these are known.
PARTS: Mapping[str, frozenset[str]] = {
    "reasoning": frozenset("effort max_tokens exclude enabled summary".split()),
    "thinking": frozenset("type budget_tokens display".split()),
    "output_config": frozenset(["effort"]),
    "text": frozenset("verbosity format".split()),
    "provider": frozenset(
        """order only ignore allow_fallbacks require_parameters data_collection zdr quantizations sort
        preferred_min_throughput preferred_max_latency""".split()
    ),
    "generationConfig": frozenset(
        """temperature topP topK seed maxOutputTokens stopSequences thinkingConfig presencePenalty frequencyPenalty
        responseMimeType responseSchema""".split()
    ),
    "options": frozenset("temperature num_predict stop top_k top_p min_p seed repeat_penalty".split()),
}
INCLUDED = frozenset(["reasoning.encrypted_content"])
# Models that search the web whatever they are asked, at a price of each search.
SEARCHES = re.compile(r"sonar|search|research|:online$", re.I)


def searches(model_id: str) -> bool:
    return bool(SEARCHES.search(model_id))


def unknown_in(body: Mapping[str, Any]) -> str:
    """The first field in it, with what it stands in, that is not known to cost nothing; "" where there is none."""
    return next(_unknown(body), "")


def _unknown(body: Mapping[str, Any]) -> Iterator[str]:
    for name, value in body.items():
        if name == "include":
            known = isinstance(value, list) and all(isinstance(one, str) and one in INCLUDED for one in value)
            yield from () if known else (name,)
        elif name not in PARTS:
            yield from () if name in WHOLE else (name,)
        elif not isinstance(value, dict):
            yield name
        else:
            yield from (f"{name}.{inner}" for inner in value if inner not in PARTS[name])


def limit_in(body: Mapping[str, Any]) -> int | None:
    """How many tokens a model may write for it; None where that is not said."""
    told = [body[name] for name in LIMITS if name in body]
    told += [body[outer].get(inner) for outer, inner in WITHIN if isinstance(body.get(outer), dict)]
    return next((count for count in told if isinstance(count, int) and not isinstance(count, bool)), None)


def most_tokens(body: Mapping[str, Any]) -> int:
    """Of what is asked: no text has more tokens than bytes."""
    messages = next((body[name] for name in ("messages", "input", "contents") if isinstance(body.get(name), list)), [])
    return len(json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")) + A_MESSAGE * len(messages) + A_REQUEST
