"""llama.cpp's /props and Ollama's /api/show -> what a model can. Expected by hand, from the documents of both."""

from typing import Any

import httpx
import pytest

from components.conversation import Asked, Model, Thinking, fitting, request_for, woken
from components.wire import Endpoint, Lookup, LookupFailed, addressed, thinking_of
from components.wire.abilities import Abilities, props_in, show_in
from components.wire.payload import payload
from tests.modelserver import ModelServer
from tests.modelserver.lists import refused, silent

LEVELS = ("low", "medium", "high")
LLAMACPP = addressed("llamacpp")[0]
OLLAMA = addressed("ollama", "http://box:11434/api")[0]
OPENAI_FORM = addressed("ollama", "http://box:11434/v1")[0]

# The ends of templates, and what tells of them.
TURNS = "{%- for m in messages %}{{ '<|im_start|>' + m.role + '\\n' + m.content + '<|im_end|>\\n' }}{%- endfor %}"
QWEN3 = TURNS + (
    "{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}"
    "{%- if enable_thinking is defined and enable_thinking is false %}{{- '<think>\\n\\n</think>\\n\\n' }}{%- endif %}"
    "{%- endif %}"
)
ALWAYS = TURNS + "{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n<think>\\n' }}{%- endif %}"
GPT_OSS = "{%- if reasoning_effort is not defined %}{%- set reasoning_effort = 'medium' %}{%- endif %}" + TURNS
QWEN38 = QWEN3 + "{%- if reasoning_effort == 'low' %}{{ 'Think briefly.' }}{%- endif %}"
HISTORY = (
    TURNS
    + "{{ m.content.split('</think>')[-1] }}{%- if add_generation_prompt %}{{ '<|im_start|>assistant' }}{%- endif %}"
)
DEEPSEEK = TURNS + (
    "{%- if add_generation_prompt %}{{'<|Assistant|>'}}{%- if not thinking %}{{'</think>'}}{%- else %}{{'<think>'}}"
    "{%- endif %}{%- endif %}"
)

SWITCHED = Thinking(True, budget=True, off=True, on=True)
TEMPLATES: dict[str, tuple[str, Thinking | None]] = {
    "a switch": (QWEN3, SWITCHED),
    "a switch in a remark": ("{#- enable_thinking was here -#}" + TURNS, Thinking(False)),
    "always": (ALWAYS, Thinking(True, mandatory=True, budget=True)),
    "levels": (GPT_OSS, Thinking(True, levels=LEVELS, own_levels=True, budget=True)),
    "both": (QWEN38, Thinking(True, levels=LEVELS, own_levels=True, budget=True, off=True, on=True)),
    "earlier thoughts are cut out": (HISTORY, None),
    "another switch": (DEEPSEEK, None),
    "nothing": (TURNS, Thinking(False)),
    "no template": ("  ", None),
}


def props(**changed: Any) -> dict[str, Any]:
    return {
        "default_generation_settings": {"id": 0, "n_ctx": 16_384, "params": {"temperature": 0.8}},
        "total_slots": 1,
        "model_path": "../models/Qwen3-8B-Q4_K_M.gguf",
        "chat_template": QWEN3,
        "chat_template_caps": {"supports_tools": True, "supports_system_role": True},
        "modalities": {"vision": False},
        "build_info": "b11434-00dc8057",
        "is_sleeping": False,
        **changed,
    }


def shown(*can: str, **changed: Any) -> dict[str, Any]:
    return {
        "parameters": 'stop    "<|im_end|>"\ntemperature    0.6',
        "details": {"family": "qwen3", "families": ["qwen3"], "parameter_size": "8.2B"},
        "model_info": {"general.architecture": "qwen3", "qwen3.context_length": 40_960},
        "capabilities": list(can),
        **changed,
    }


@pytest.mark.parametrize("kind", TEMPLATES)
def test_the_template_tells_whether_a_model_thinks_and_how_it_is_told_to(kind: str) -> None:
    template, wanted = TEMPLATES[kind]
    assert props_in(props(chat_template=template), LLAMACPP).thinking == wanted


def test_a_template_that_says_it_takes_levels_does() -> None:
    told = props(chat_template=HISTORY, chat_template_caps={"supports_reasoning_effort": True})
    assert props_in(told, LLAMACPP).thinking == Thinking(True, levels=LEVELS, own_levels=True, budget=True)


def test_context_kinds_and_tools_are_read_from_props() -> None:
    found = props_in(props(modalities={"vision": True, "audio": True, "video": False}), LLAMACPP)
    assert found == Abilities(SWITCHED, 16_384, ("text", "image", "audio"), True)
    model = Model("a.gguf", "a.gguf", context=131_072)
    assert found.of(model) == Model(
        "a.gguf", "a.gguf", SWITCHED, 16_384, reads=("text", "image", "audio"), calls_tools=True
    )
    assert Abilities().of(found.of(model)) == found.of(model)


# What Ollama tells -> what it takes by its own protocol, and in the form of OpenAI's (which has no word for "on").
SHOWN: dict[str, tuple[dict[str, Any], Thinking | None, Thinking | None]] = {
    "named levels": (
        shown("completion", "thinking", thinking={"values": ["low", "medium", "high"], "default": "medium"}),
        Thinking(True, True, LEVELS, True, default_level="medium"),
        Thinking(True, True, LEVELS, True, default_level="medium"),
    ),
    "on and off": (
        shown("completion", "thinking", thinking={"values": [False, True], "default": True}),
        Thinking(True, off=True, on=True),
        Thinking(True, off=True),
    ),
    "off and levels": (
        shown("completion", "thinking", thinking={"values": [False, "high", "max", "deepest"], "default": "high"}),
        Thinking(True, levels=("high", "max"), own_levels=True, off=True, default_level="high"),
        Thinking(True, levels=("high", "max"), own_levels=True, off=True, default_level="high"),
    ),
    "never": (shown("completion", thinking={"values": [False]}), Thinking(False), Thinking(False)),
    "always": (
        shown("thinking", thinking={"values": [True]}), Thinking(True, True, on=True), Thinking(True, True),
    ),
    "an older one, that thinks": (
        shown("completion", "thinking"), Thinking(True, off=True, on=True), Thinking(True, off=True)
    ),
    "an older one, gpt-oss": (
        shown("completion", "tools", "thinking", details={"family": "gptoss"}),
        Thinking(True, True, LEVELS, True, default_level="medium"),
        Thinking(True, True, LEVELS, True, default_level="medium"),
    ),
    "an older one, that does not": (shown("completion", "vision"), Thinking(False), Thinking(False)),
    "one that does not tell": ({"details": {"family": "qwen3"}}, None, None),
    "values of no kind": (shown("completion", thinking={"values": [0, None, 3]}), Thinking(False), Thinking(False)),
}  # fmt: skip


@pytest.mark.parametrize("kind", SHOWN)
def test_ollama_tells_which_values_think_may_have(kind: str) -> None:
    told, native, openai = SHOWN[kind]
    assert show_in(told, OLLAMA).thinking == native
    assert show_in(told, OPENAI_FORM).thinking == openai


def test_context_kinds_and_tools_are_read_from_show() -> None:
    assert show_in(shown("completion", "vision", "tools"), OLLAMA) == Abilities(
        Thinking(False), 40_960, ("text", "image"), True
    )
    started = shown("completion", parameters='num_ctx                        8192\nstop    "x"')
    assert show_in(started, OLLAMA) == Abilities(Thinking(False), 8_192, ("text",), False)


JUNK: dict[str, Any] = {
    "chat_template": 5,
    "capabilities": "x",
    "thinking": [],
    "modalities": [True],
    "default_generation_settings": {"n_ctx": "many"},
    "chat_template_caps": {"supports_tools": 1},
    "model_info": {"x.context_length": 1},
}


@pytest.mark.parametrize("junk", [None, 5, "x", [], {}, JUNK])
def test_what_cannot_be_read_is_not_known(junk: Any) -> None:
    assert props_in(junk, LLAMACPP) == Abilities() == show_in(junk, OLLAMA)


# Only what the model takes is sent, and each that can think does at the first request.


def sent(provider: Any, told: Abilities, **chosen: Any) -> dict[str, Any]:
    thinking = told.of(Model("a", "a", thinking_of(None, provider))).thinking
    asked = woken(fitting(Asked(provider.name, "a", **chosen), thinking), thinking)
    body = payload(request_for("Why?", asked, []), provider)
    return {name: body[name] for name in body.keys() - {"model", "messages", "stream", "stream_options"}}


ON, OFF = {"chat_template_kwargs": {"enable_thinking": True}}, {"chat_template_kwargs": {"enable_thinking": False}}
LOW = {"chat_template_kwargs": {"reasoning_effort": "low"}}
BUDGET = ON | {"thinking_budget_tokens": 2_048}


@pytest.mark.parametrize(
    ("template", "default", "off", "on", "low", "budget"),
    [
        (QWEN3, ON, OFF, ON, ON, BUDGET),
        (ALWAYS, {}, {}, {}, {}, BUDGET),
        (GPT_OSS, {}, {}, {}, LOW, BUDGET),
        (QWEN38, ON, OFF, ON, LOW, BUDGET),
        (HISTORY, {}, OFF, ON, {}, BUDGET),
        (TURNS, {}, {}, {}, {}, {}),
        ("", {}, OFF, ON, {}, BUDGET),
    ],
    ids=["a switch", "always", "levels", "both", "unclear", "nothing", "not told"],
)
def test_llamacpp_is_sent_what_the_template_has_a_place_for(
    template: str,
    default: dict[str, Any],
    off: dict[str, Any],
    on: dict[str, Any],
    low: dict[str, Any],
    budget: dict[str, Any],
) -> None:
    told = props_in(props(chat_template=template), LLAMACPP)
    choices: dict[str, dict[str, Any]] = {"default": default, "off": off, "on": on, "low": low}
    assert {effort: sent(LLAMACPP, told, effort=effort) for effort in choices} == choices
    assert sent(LLAMACPP, told, budget=2_048) == budget


@pytest.mark.parametrize(
    ("kind", "default", "off", "on", "low", "high"),
    [
        ("named levels", {}, {}, {}, {"think": "low"}, {"think": "high"}),
        ("on and off", {"think": True}, {"think": False}, {"think": True}, {"think": True}, {"think": True}),
        (
            "off and levels",
            {"think": "high"},
            {"think": False},
            {"think": "high"},
            {"think": "high"},
            {"think": "high"},
        ),
        ("never", {}, {}, {}, {}, {}),
        ("always", {}, {}, {"think": True}, {}, {}),
        ("an older one, gpt-oss", {}, {}, {}, {"think": "low"}, {"think": "high"}),
        ("one that does not tell", {}, {"think": False}, {"think": True}, {}, {}),
    ],
)
def test_ollama_is_sent_a_value_that_it_named(kind: str, default: Any, off: Any, on: Any, low: Any, high: Any) -> None:
    told = show_in(SHOWN[kind][0], OLLAMA)
    choices = {"default": default, "off": off, "on": on, "low": low, "high": high}
    assert {effort: sent(OLLAMA, told, effort=effort) for effort in choices} == choices


# Over HTTP


@pytest.mark.parametrize(
    ("path", "key"), [("/v1", "sk-mine-0123456789"), ("/v1", ""), ("", "")], ids=["with a key", "without", "bare"]
)
def test_llamacpp_is_asked_for_one_model_and_loads_none_for_it(path: str, key: str) -> None:
    with ModelServer(props=props()) as server:
        url = server.url.removesuffix("/v1") + path
        found = Lookup().abilities(Endpoint("llamacpp", LLAMACPP, url, key), "org/a model:Q4")
        (request,) = server.lookups
    assert found.context == 16_384 and found.thinking == SWITCHED
    assert (request.method, request.path) == ("GET", "/props?model=org%2Fa%20model%3AQ4&autoload=false")
    assert request.bearer == key


@pytest.mark.parametrize("address", ["", "/v1", "/api", "/api/chat"])
def test_ollama_is_asked_for_one_model_by_either_protocol(address: str) -> None:
    with ModelServer(show=shown("completion", "thinking")) as server:
        provider, url = addressed("ollama", server.url.removesuffix("/v1") + address)
        found = Lookup().abilities(Endpoint("ollama", provider, url), "qwen3:8b")
        (request,) = server.lookups
    assert (request.method, request.path, request.body) == ("POST", "/api/show", {"model": "qwen3:8b"})
    assert found.context == 40_960 and found.thinking and found.thinking.shows


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (refused(404, b'{"error": "model \'x\' not found"}', "application/json"), "error"),
        (refused(403, b"{}", "application/json"), "asks for a key"),
        (b"<html>", "no JSON"),
    ],
)
def test_what_is_refused_is_told(told: Any, why: str) -> None:
    with ModelServer(show=told) as server, pytest.raises(LookupFailed, match=why):
        Lookup().abilities(Endpoint("ollama", OPENAI_FORM, server.url), "x")


def test_one_that_does_not_answer_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("components.wire.lookup.BRIEFLY", httpx.Timeout(0.3))
    with ModelServer(props=silent) as server, pytest.raises(LookupFailed, match="in time"):
        Lookup().abilities(Endpoint("llamacpp", LLAMACPP, server.url), "x")
