"""What a provider's word for the end of a reply means. A word that stands on no list is not taken for a good end.

Sources: the documents of OpenAI, OpenRouter, Anthropic, Gemini, Cohere, Mistral, DeepSeek, Z.ai, vLLM, SGLang, Ollama,
Bedrock and LiteLLM as of November 2026.
"""

from typing import Literal

# done: as it should · limit: its limit of tokens · context: the model can read no more · filter: somebody's check ended
# it · broken: the provider says that it failed · paused: it wants to be asked to go on · unknown: a word on no list.
End = Literal["", "done", "limit", "context", "filter", "broken", "paused", "unknown"]

_WORDS: dict[End, str] = {
    "done": "stop stopped end_turn eos eos_token stop_sequence stop_token complete completed finished finish end ended "
    "done success succeeded tool_calls tool_call tool_use tool function_call end_of_turn message_stop eot eom normal",
    "limit": "length max_tokens max_output_tokens max_completion_tokens max_new_tokens max_length token_limit "
    "token_limit_reached output_limit max_tokens_exceeded max_token incomplete_length model_length",
    "context": "model_context_window_exceeded context_window_exceeded context_length_exceeded context_length "
    "context_limit context_window prompt_too_long input_too_long",
    "filter": "content_filter content_filtered content_filter_error content_policy content_policy_violation filter "
    "filtered safety recitation blocklist prohibited_content spii sensitive moderation moderated guardrail "
    "guardrails guardrail_intervened image_safety image_prohibited_content image_recitation model_armor refusal "
    "refused blocked error_toxic flagged unsafe violation",
    "broken": "error errored fail failed failure network_error server_error internal_error upstream_error api_error "
    "engine_error provider_error connection_error insufficient_system_resource system_error overloaded timeout "
    "timed_out abort aborted cancel canceled cancelled interrupted user_cancel malformed_function_call "
    "malformed_tool_call malformed_model_output malformed_response unexpected_tool_call too_many_tool_calls "
    "missing_thought_signature disconnect disconnected",
    "paused": "pause_turn pause paused",
}
_ENDS: dict[str, End] = {word: end for end, words in _WORDS.items() for word in words.split()}
_NONE = ("", "null", "none", "nil", "undefined", "finish_reason_unspecified", "unspecified")


def end_of(reason: str | None) -> End:
    """By a reason as a provider spells it; "" where it is none."""
    word = _word(reason)
    return "" if word in _NONE else _ENDS.get(word, "unknown")


def cuts_off(reason: str | None) -> bool:
    """Is a reply with this reason not whole?"""
    return end_of(reason) not in ("", "done")


def _word(reason: str | None) -> str:
    """endTurn, END_TURN, "end turn" and end-turn are one word."""
    said = (reason or "").strip()
    if not (said.isupper() or said.islower()):
        said = "".join(f"_{char}" if char.isupper() and at else char for at, char in enumerate(said))
    return "_".join(said.lower().replace("-", " ").replace("_", " ").split())
