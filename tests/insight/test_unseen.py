"""What of a turn's thoughts nobody sees: every state by hand, and what was recorded of each provider."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from components.conversation import Asked, Interrupted, Piece, Prefill, Times, Turn, Usage
from components.insight import unseen
from components.insight.giving import giving
from components.insight.unseen import UnseenKind
from tests.turns import made
from tests.wire.test_captures import EXPECTED as CAPTURED
from tests.wire.test_native_recordings import EXPECTED as NATIVELY
from tests.wire.test_native_recordings import read

THOUGHTS, ANSWER = Piece("reasoning", "Let me see. 2 + 2.", 1.0), Piece("answer", "It is 4.", 3.0)
BLANK = Piece("reasoning", "\n\n")
BILLED = Usage(reasoning_tokens=1_204)


def a_turn(
    *pieces: Piece, provider: str = "openrouter", model: str = "a/b", effort: Any = "default", **more: Any
) -> Turn:
    return made("t", "c", None, 1.0, "What is 2 + 2?", Asked(provider, model, effort), **more, pieces=pieces)


def done(*pieces: Piece, **more: Any) -> Turn:
    return a_turn(*pieces, **{"status": "done", "finish_reason": "stop", **more})


@pytest.mark.parametrize(
    ("turn", "kind"),
    [
        (done(THOUGHTS, ANSWER), "raw"),
        (done(Piece("summary", "It adds."), ANSWER, summarised=True), "summary"),
        # Called the model's words on the way, and by its maker's documents a summary.
        (done(THOUGHTS, ANSWER, model="anthropic/claude-sonnet-4.5"), "summary"),
        (done(THOUGHTS, ANSWER, model="anthropic/claude-3.7-sonnet"), "raw"),
        (done(THOUGHTS, ANSWER, provider="anthropic", model="claude-3-7-sonnet-20250219"), "raw"),
        (done(ANSWER, encrypted=True), "encrypted"),
        (done(ANSWER, usage=BILLED), "withheld"),
        (done(ANSWER, usage=BILLED, effort="hidden"), "withheld"),
        (done(ANSWER, effort="hidden"), "hidden"),
        (done(ANSWER, effort="off"), "off"),
        (done(BLANK, ANSWER, effort="off"), "off"),
        (done(ANSWER, effort="unsaid"), "unasked"),
        (done(BLANK, ANSWER), "blank"),
        (done(ANSWER, Piece("other", "…", None, {"path": "choices.thoughts"})), "unread"),
        (done(ANSWER), "none"),
        (done(ANSWER, usage=Usage(reasoning_tokens=0)), "none"),
        (a_turn(status="queued"), "waiting"),
        (a_turn(status="streaming"), "waiting"),
        (a_turn(ANSWER, status="streaming", times=Times(None, 3.0)), "none"),
        (a_turn(THOUGHTS, status="streaming", times=Times(1.0)), "raw"),
        (a_turn(status="stopped", times=Times(None, None, 3.0)), "unstarted"),
        (a_turn(status="failed", failure=Interrupted().failure), "unstarted"),
        # Its clock says that it thought, and there is no word of that.
        (done(ANSWER, times=Times(1.0, 13.4, 15.0)), "not_kept"),
    ],
)
def test_each_state(turn: Turn, kind: UnseenKind) -> None:
    assert unseen(turn).kind == kind


def test_what_it_was_given_is_not_its_own() -> None:
    handed = Prefill("t0", "2 + 2 is 4.", closed=True)
    closed = Piece("reasoning", "2 + 2 is 4.\n\n")
    alone = done(closed, ANSWER, given=handed, taken="own", times=Times(None, 3.0, 4.0))
    assert unseen(alone).kind == "given"
    assert (unseen(alone).visible, unseen(alone).rounds) == (0, 0)
    more = done(closed, THOUGHTS, ANSWER, given=handed, taken="own", times=Times(1.0, 3.0, 4.0))
    assert unseen(more).kind == "raw"
    assert unseen(more).visible == 4  # 18 bytes


def test_what_is_billed_visible_and_waited_for() -> None:
    found = unseen(done(THOUGHTS, ANSWER, usage=BILLED, times=Times(1.5, 3.0, 4.0)))
    assert (found.billed, found.visible, found.waited, found.thought) == (1_204, 4, 1.5, 1.5)
    assert unseen(done(ANSWER, times=Times(None, None, 4.0))).waited is None


def test_what_is_sealed() -> None:
    details = (
        {"type": "reasoning.summary", "summary": "It adds."},
        {"type": "reasoning.encrypted", "data": "abcd", "id": "rs_1"},
        {"type": "reasoning.text", "text": "It adds.", "signature": "ef"},
        {"type": "kept", "content": [{"type": "redacted_thinking", "data": "ghi"}, {"type": "text", "text": "4"}]},
        {"type": "kept", "items": [{"type": "reasoning", "encrypted_content": "jk"}]},
        {"type": "kept", "parts": [{"thoughtSignature": "l", "inlineData": {"mimeType": "image/png", "data": "mno"}}]},
    )
    found = unseen(done(THOUGHTS, ANSWER, details=details))
    assert (found.sealed, found.sealed_size, found.signatures) == (3, 9, 2)


def test_interleaved_looping_and_unfinished_thoughts_say_so() -> None:
    again = Piece("reasoning", "Once more.", 5.0)
    assert unseen(done(THOUGHTS, ANSWER, again, ANSWER)).rounds == 2
    assert unseen(done(Piece("reasoning", TAUGHT * 40), ANSWER)).looping == "same"
    assert unseen(done(Piece("reasoning", TAUGHT * 40), ANSWER), looping="").looping == ""
    for more, missing in (
        ({"status": "streaming"}, "growing"),
        ({"status": "stopped"}, "stopped"),
        ({"status": "failed"}, "failed"),
        ({"finish_reason": "length"}, "limit"),
        ({"finish_reason": "content_filter"}, "cut"),
        ({}, ""),
    ):
        assert unseen(done(THOUGHTS, **more)).missing == missing
        assert unseen(done(THOUGHTS, ANSWER, **more)).missing == ""


TAUGHT = "I count to three and then on, for the question asks how many there are. "


@pytest.mark.parametrize(
    ("provider", "model", "maker", "form"),
    [
        ("openai", "gpt-5-mini", "openai", "summary"),
        ("openrouter", "openai/o3-mini", "openai", "summary"),
        ("openrouter", "~openai/gpt-mini-latest", "openai", "summary"),
        ("openrouter", "openai/gpt-oss-120b", "open", "raw"),
        ("anthropic", "claude-sonnet-5", "anthropic", "summary"),
        ("vercel", "anthropic/claude-opus-4.5", "anthropic", "summary"),
        ("custom", "claude-3-7-sonnet-latest", "anthropic", "raw"),
        ("gemini", "gemini-2.5-flash", "google", "summary"),
        ("openrouter", "google/gemma-3-27b", "open", "raw"),
        ("xai", "grok-4.3", "xai", "summary"),
        ("xai", "grok-3-mini", "xai", "field"),
        ("openrouter", "x-ai/grok-code-fast-1", "xai", "field"),
        ("deepseek", "deepseek-reasoner", "deepseek", "raw"),
        ("openrouter", "deepseek/deepseek-r1", "deepseek", "raw"),
        ("dashscope", "qwen3-max", "qwen", "raw"),
        ("openrouter", "qwen/qwq-32b", "qwen", "raw"),
        ("ollama", "qwen3:8b", "open", "raw"),
        ("llamacpp", "/models/some.gguf", "open", "raw"),
        ("pocket", "pocket/thinker", "pocket", "raw"),
        ("mistral", "magistral-medium-latest", "other", "field"),
        ("openrouter", "moonshotai/kimi-k2.5", "", "unsaid"),
        ("perplexity", "sonar", "", "unsaid"),
        ("custom", "", "", "unsaid"),
    ],
)
def test_what_a_maker_gives_out(provider: str, model: str, maker: str, form: str) -> None:
    assert giving(provider, model)[:2] == (maker, form)


# Of each recording that is a reply: whom it was asked of, the model, its kind, and how many sealed items it has.
RECORDED: dict[str, tuple[str, str, UnseenKind, int]] = {
    "alibaba-qwen3-thinking-reframed.sse": ("dashscope", "qwen3-max", "raw", 0),
    "cerebras-gpt-oss-120b-thinking.sse": ("cerebras", "gpt-oss-120b", "raw", 0),
    "deepseek-deepseek-reasoner-thinking.sse": ("deepseek", "deepseek-reasoner", "raw", 0),
    "deepseek-deepseek-v4-flash-thinking.json": ("deepseek", "deepseek-v4-flash", "raw", 0),
    "groq-gpt-oss-120b-thinking.sse": ("groq", "openai/gpt-oss-120b", "raw", 0),
    "groq-r1-distill-llama-70b-think-inline.sse": ("groq", "deepseek-r1-distill-llama-70b", "raw", 0),
    "hf_router-deepseek-r1-think-inline.json": ("custom", "deepseek-ai/DeepSeek-R1", "raw", 0),
    "llamacpp-gpt-oss-20b-thinking.sse": ("llamacpp", "gpt-oss-20b", "raw", 0),
    "mistral-magistral-medium-thinking.sse": ("mistral", "magistral-medium-latest", "raw", 0),
    "ollama_native-qwen3.6-thinking.ndjson": ("ollama", "qwen3.6", "raw", 0),
    "ollama_v1-gpt-oss-120b-thinking.sse": ("ollama", "gpt-oss:120b", "raw", 0),
    "openrouter-claude-3.7-sonnet-no-thinking.sse": ("openrouter", "anthropic/claude-3.7-sonnet", "none", 0),
    "openrouter-claude-haiku-4.5-thinking.json": ("openrouter", "anthropic/claude-haiku-4.5", "summary", 0),
    "openrouter-claude-sonnet-4.5-thinking.sse": ("openrouter", "anthropic/claude-sonnet-4.5", "summary", 0),
    "openrouter-claude-sonnet-4.6-usage-without-choices.sse": ("openrouter", "anthropic/claude-sonnet-4.6", "none", 0),
    "openrouter-deepseek-r1-feb2025-padded.json": ("openrouter", "deepseek/deepseek-r1", "none", 0),
    "openrouter-gemini-2.5-flash-thinking.sse": ("openrouter", "google/gemini-2.5-flash", "summary", 0),
    "openrouter-glm-4.5-air-newline-first.sse": ("openrouter", "z-ai/glm-4.5-air", "raw", 0),
    "openrouter-gpt-5-summary.sse": ("openrouter", "openai/gpt-5", "summary", 1),
    "openrouter-grok-4.1-fast-summary-encrypted.sse": ("openrouter", "x-ai/grok-4.1-fast", "summary", 1),
    "openrouter-kimi-k2.5-thinking.json": ("openrouter", "moonshotai/kimi-k2.5", "raw", 0),
    "openrouter-kimi-k2.5-thinking.sse": ("openrouter", "moonshotai/kimi-k2.5", "raw", 0),
    "openrouter-r1-distill-llama-70b-thinking.sse": ("openrouter", "deepseek/deepseek-r1-distill-llama-70b", "raw", 0),
    "perplexity-sonar-crlf-cumulative.sse": ("perplexity", "sonar", "none", 0),
    "vllm-glm-5.2-thinking.json": ("vllm", "zai/GLM-5.2", "raw", 0),
    "xai-grok-code-fast-1-thinking.sse": ("xai", "grok-code-fast-1", "raw", 0),
    "zai-glm-4.7-thinking.sse": ("zai", "glm-4.7", "raw", 0),
}
NATIVE_KINDS: dict[str, tuple[str, str, UnseenKind, int]] = {
    "anthropic-claude-fable-5-thinking-then-refusal.sse": ("anthropic", "claude-fable-5", "summary", 0),
    "anthropic-claude-haiku-4.5-thinking-then-tool.sse": ("anthropic", "claude-haiku-4-5", "summary", 0),
    "anthropic-claude-opus-4.1-thinking.sse": ("anthropic", "claude-opus-4-1", "summary", 0),
    "anthropic-claude-opus-4.6-adaptive-newlines-first.sse": ("anthropic", "claude-opus-4-6", "summary", 0),
    "anthropic-claude-opus-5-thinking.json": ("anthropic", "claude-opus-5", "summary", 0),
    "anthropic-claude-sonnet-4.5-redacted.sse": ("anthropic", "claude-sonnet-4-5", "encrypted", 2),
    "anthropic-claude-sonnet-4.6-code-execution.sse": ("anthropic", "claude-sonnet-4-6", "summary", 0),
    "anthropic-claude-sonnet-5-omitted-advisor.sse": ("anthropic", "claude-sonnet-5", "encrypted", 0),
    "anthropic-prefill-stop-sequence.sse": ("anthropic", "claude-haiku-4-5", "none", 0),
    "bedrock-claude-haiku-4.5-thinking.json": ("custom", "claude-haiku-4.5", "summary", 0),
    "cohere-command-a-plus-citations.sse": ("custom", "command-a-plus", "raw", 0),
    "gemini-2.0-flash-exp-image.json": ("gemini", "gemini-2.0-flash-exp", "none", 0),
    "gemini-2.5-flash-prompt-blocked.json": ("gemini", "gemini-2.5-flash", "none", 0),
    "gemini-2.5-flash-thoughts-not-asked.sse": ("gemini", "gemini-2.5-flash", "withheld", 0),
    "gemini-2.5-pro-max-tokens-empty.json": ("gemini", "gemini-2.5-pro", "withheld", 0),
    "gemini-2.5-pro-thinking.sse": ("gemini", "gemini-2.5-pro", "summary", 0),
    "gemini-3-flash-code-execution.sse": ("gemini", "gemini-3-flash", "encrypted", 0),
    "gemini-3.1-pro-thinking-then-tool.json": ("gemini", "gemini-3.1-pro", "summary", 0),
    "gemini-3.6-flash-json-array.json": ("gemini", "gemini-3.6-flash", "summary", 0),
    "interactions-gemini-2.5-flash-hidden.sse": ("gemini", "gemini-2.5-flash", "withheld", 0),
    "responses-deepseek-v4-flash-text.sse": ("deepseek", "deepseek-v4-flash", "raw", 0),
    "responses-lmstudio-glm-4.7-flash-text-then-tool.sse": ("lmstudio", "glm-4.7-flash", "raw", 0),
    "responses-openai-codex-mini-incomplete.sse": ("openai", "codex-mini", "encrypted", 0),
    "responses-openai-gpt-5-interleaved.json": ("openai", "gpt-5", "summary", 2),
    "responses-openai-gpt-5-summary.sse": ("openai", "gpt-5", "summary", 1),
    "responses-openai-gpt-5.4-encrypted.json": ("openai", "gpt-5.4", "encrypted", 1),
    "responses-openai-gpt-5.5-commentary-then-tool.sse": ("openai", "gpt-5.5", "encrypted", 1),
    "responses-openai-o3-mini-summary-4-parts.sse": ("openai", "o3-mini", "summary", 1),
    "responses-openrouter-gpt-oss-20b-text.sse": ("openrouter", "openai/gpt-oss-20b", "raw", 0),
    "responses-xai-grok-4-fast-web-search.sse": ("xai", "grok-4-fast", "withheld", 0),
    "responses-xai-grok-4.3-summary.sse": ("xai", "grok-4.3", "summary", 1),
}


def recorded(folder: Path, name: str, provider: str, model: str) -> Turn:
    progress, _, failed = read(name, iter([(folder / name).read_bytes()]))
    reply = replace(progress.reply, pieces=tuple(progress.pieces[: progress.count]))
    asked = Asked(provider, model)
    return Turn("t", "c", None, 1.0, "?", asked, "failed" if failed else "done", reply)


@pytest.mark.slow
@pytest.mark.captures
def test_what_was_recorded(captures: Path, native_captures: Path) -> None:
    found: dict[str, tuple[str, str, UnseenKind, int]] = {}
    for folder, table in ((captures, RECORDED), (native_captures, NATIVE_KINDS)):
        for name, (provider, model, *_) in table.items():
            if (folder / name).is_file():
                told = unseen(recorded(folder, name, provider, model))
                found[name] = provider, model, told.kind, told.sealed
    assert len(found) > 20
    assert found == {name: row for name, row in (RECORDED | NATIVE_KINDS).items() if name in found}


@pytest.mark.captures
def test_each_recorded_reply_has_its_row(captures: Path, native_captures: Path) -> None:
    """But for those of the other half, which has its own names."""
    assert captures != native_captures
    for listing, table in ((CAPTURED, RECORDED), (NATIVELY, NATIVE_KINDS)):
        replies = {name for name, row in listing.items() if (row.get("http_status") or 200) < 400}
        if set(table) <= set(listing):
            assert replies - set(table) <= REFUSED_WITHIN


# An error inside of a reply with status 200.
REFUSED_WITHIN = {"openrouter-llama-3.3-70b-200-bare-error.sse", "responses-openai-rate-limited.sse"}
