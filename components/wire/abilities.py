"""What a server at home tells of one model, beyond its list: llama.cpp's /props, Ollama's /api/show -> Abilities.

Their forms are documented in tools/server/README.md of llama.cpp, and in docs/api.md and docs/capabilities/thinking.mdx
of Ollama. What is missing or of a wrong type is not known, and then the row of the server holds, as for every model.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

from components.conversation import Effort, Model, Thinking
from components.conversation.model import LEVELS
from components.wire.catalog import GENERIC
from components.wire.provider import Provider

# Of a chat template (Jinja).
REMARK = re.compile(r"\{#.*?#\}", re.S)
SWITCH = re.compile(r"\benable_thinking\b")
LEVEL = re.compile(r"\breasoning_effort\b")
OTHER_SWITCH = re.compile(r"\{%-?\s*(?:el)?if\b[^%]*\bthinking\b")  # DeepSeek's and Granite's
SIGN = re.compile(r"think|reason|thought|analysis", re.I)
BEGINNING = re.compile(r"<(?:seed:)?think(?:ing)?>|\[THINK\]|◁think▷")
NUM_CTX = re.compile(r"^num_ctx\s+(\d{1,9})\s*$", re.M)
KINDS = (("vision", "image"), ("audio", "audio"), ("video", "video"))


@dataclass(frozen=True, slots=True)
class Abilities:
    """Of one model; None and () where nothing is told. Fields as those of Model."""

    thinking: Thinking | None = None
    context: int | None = None
    reads: tuple[str, ...] = ()
    calls_tools: bool | None = None

    def of(self, model: Model) -> Model:
        """The same model with what is told here."""
        return replace(
            model,
            thinking=self.thinking or model.thinking,
            context=self.context or model.context,
            reads=self.reads or model.reads,
            calls_tools=model.calls_tools if self.calls_tools is None else self.calls_tools,
        )


def props_in(found: Any, provider: Provider) -> Abilities:
    """From llama.cpp's GET /props: how it was started, and what the model's template has places for."""
    told, settings, can, kinds = (
        _dict(found),
        *(
            _dict(_dict(found).get(name))
            for name in ("default_generation_settings", "chat_template_caps", "modalities")
        ),
    )
    template = told.get("chat_template")
    tools = can.get("supports_tools")
    return Abilities(
        _by_template(template, can.get("supports_reasoning_effort") is True, provider)
        if isinstance(template, str) and template.strip()
        else None,
        _count(settings.get("n_ctx")),
        _reads([kind for kind, _ in KINDS if kinds.get(kind) is True]) if kinds else (),
        tools if isinstance(tools, bool) else None,
    )


def _by_template(template: str, has_levels: bool, provider: Provider) -> Thinking | None:
    """None where the template leaves it open: then it has a place for thoughts, and nothing tells when it is used."""
    text = REMARK.sub("", template)
    levels = GENERIC if has_levels or LEVEL.search(text) else ()
    budget = bool(provider.budget)
    if SWITCH.search(text):
        return Thinking(True, levels=levels, own_levels=bool(levels), budget=budget, off=True, on=True)
    if levels:
        return Thinking(True, levels=levels, own_levels=True, budget=budget)
    if not SIGN.search(text):
        return Thinking(False)
    _, _, end = text.rpartition("add_generation_prompt")
    if BEGINNING.search(end) and not OTHER_SWITCH.search(text):
        return Thinking(True, mandatory=True, budget=budget)  # each reply begins with a thought
    return None


def show_in(found: Any, provider: Provider) -> Abilities:
    """From Ollama's POST /api/show."""
    told = _dict(found)
    can = told.get("capabilities")
    names = [name for name in can if isinstance(name, str)] if isinstance(can, list) else None
    info = _dict(told.get("model_info"))
    own = NUM_CTX.search(parameters) if isinstance(parameters := told.get("parameters"), str) else None
    return Abilities(
        _by_show(told, names, provider),
        # What it is started with, where that is set; else as far as the model goes.
        (int(own[1]) if own else None) or _count(info.get(f"{info.get('general.architecture')}.context_length")),
        _reads(names) if names else (),
        None if names is None else "tools" in names,
    )


def _by_show(told: dict[str, Any], can: list[str] | None, provider: Provider) -> Thinking | None:
    """By the values that it says that `think` may have; an older one says no more than whether the model thinks."""
    own = _dict(told.get("thinking"))
    listed = own.get("values")
    default = own.get("default")
    values = [value for value in listed if isinstance(value, bool | str)] if isinstance(listed, list) else []
    if not values and can is None:
        return None
    if not values and _dict(told.get("details")).get("family") == "gptoss":
        values, default = [*GENERIC], "medium"  # it takes no true and no false
    values = values or [False, *([True] if "thinking" in (can or ()) else [])]
    if values == [False]:
        return Thinking(False)
    levels: tuple[Effort, ...] = tuple(level for level in LEVELS if level in values) if provider.level else ()
    return Thinking(
        True,
        mandatory=False not in values,
        levels=levels,
        own_levels=bool(levels),
        off=False in values and provider.off is not None,
        on=True in values and provider.on is not None,
        default_level=default if default in levels else None,
    )


def _reads(names: list[str]) -> tuple[str, ...]:
    return ("text", *(kind for name, kind in KINDS if name in names))


def _dict(found: Any) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}


def _count(value: Any) -> int | None:
    ok = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1e12
    return int(value) if ok else None
