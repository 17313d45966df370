"""What arrives with a reply and is known to mean nothing to its reader: paths, each with a shape and a largest length.

A name alone never counts: three hundred characters of prose under `id` are no id. Paths have no numbers of lists; `**`
stands for any way. Sources: the wire notes of the project, and the replies recorded from real servers.
"""

import re
from functools import lru_cache

ID, WORD, NUMBER = r"[!-~]{0,200}", r"[\w.\-:/+]{0,64}", r"[-+\d.,eE:TZ ]{0,40}"
NAME, PADDING, LINE = r"[^\n]{0,120}", r"[A-Za-z0-9]{0,128}", r"[^\n]{0,64}"
CHOICE = "choices"
SAYS = (f"{CHOICE}.delta", f"{CHOICE}.message", "message", "delta")

PATHS: tuple[tuple[str, str], ...] = (
    # The envelope
    ("id request_id x_request_id trace_id response_id session_id conversation_id system_fingerprint user_id nonce", ID),
    ("object service_tier type created created_at updated_at status event finish_reason done_reason mode", WORD),
    ("stop_reason", WORD),
    ("page_age", LINE),
    ("created created_at time timestamp expires_at", NUMBER),
    ("model provider remote_model remote_host answered_by", NAME),
    ("obfuscation p padding", PADDING),
    # A choice
    (f"{CHOICE}.finish_reason {CHOICE}.native_finish_reason {CHOICE}.stop_reason {CHOICE}.matched_stop", LINE),
    (f"{CHOICE}.finish_details.type {CHOICE}.finish_details.stop {CHOICE}.id {CHOICE}.status", WORD),
    (f"{CHOICE}.logprobs.** logprobs.** prompt_logprobs.** {CHOICE}.prompt_logprobs.**", r"[\s\S]{0,400}"),
    # The message
    *((f"{at}.role {at}.channel {at}.phase {at}.type {at}.status {at}.object {at}.name", WORD) for at in SAYS),
    *((f"{at}.id {at}.message_id {at}.tool_call_id {at}.annotations.id {at}.audio.id", ID) for at in SAYS),
    *((f"{at}.obfuscation {at}.p {at}.padding", PADDING) for at in SAYS),
    # Parts of a message
    *(
        (f"{at}.**.type {at}.**.format {at}.**.status {at}.**.role {at}.**.mime_type {at}.**.media_type", WORD)
        for at in SAYS
    ),
    *((f"{at}.**.id {at}.**.index {at}.**.signature {at}.**.thought_signature {at}.**.file_id", ID) for at in SAYS),
    *((f"{at}.**.detail {at}.**.date {at}.**.last_updated {at}.**.published_date", LINE) for at in SAYS),
    ("search_results.date search_results.last_updated search_results.source search_results.id citations.id", LINE),
    ("reasoning.effort reasoning.summary text.format.type text.verbosity", WORD),
    # Checks of content (Azure and others): one word each
    ("**.content_filter_results.** **.content_filter_result.** prompt_filter_results.** **.safety_ratings.**", WORD),
    ("prompt_annotations.** moderation.** **.safetyRatings.**", WORD),
    # Figures
    ("usage.** x_groq.usage.** timings.** metrics.** time_info.** stats.** usage_breakdown.**", WORD),
    ("usage.** cost.** amazon-bedrock-invocationMetrics.**", NUMBER),
    ("x_groq.id x_groq.seed openrouter_metadata.id mistral.id", ID),
)


def _pattern(path: str) -> str:
    return (
        re.escape(path).replace(r"\*\*\.", r"(?:[^.]+\.)*").replace(r"\.\*\*", r"(?:\.[^.]+)+").replace(r"\*\*", ".*")
    )


_SHAPES: dict[str, list[str]] = {}
for _paths, _shape in PATHS:
    for _path in _paths.split():
        _SHAPES.setdefault(_shape, []).append(_pattern(_path))
KNOWN = tuple((re.compile("|".join(paths)), re.compile(shape)) for shape, paths in _SHAPES.items())
# What servers say that lets them be known to be alive, as data of its own.
ALIVE = re.compile(
    r":?\s*(?:\[?(?:keep[\s_-]?alive|ping|pong|heart[\s_-]?beat|still[\s_-](?:alive|here|working|processing)|processing"
    r"|openrouter processing|queued?|in[\s_-]queue|waiting|pending|loading|connected|working|started|noop|none|null"
    r")\]?)"
    r"[\s.…:,!\d\-–/]{0,40}(?:\([^)]{0,40}\))?",
    re.I,
)


@lru_cache(maxsize=4096)
def _shapes_of(path: str) -> tuple[re.Pattern[str], ...]:
    return tuple(shape for paths, shape in KNOWN if paths.fullmatch(path))


def is_known(path: str, text: str) -> bool:
    return any(shape.fullmatch(text) for shape in _shapes_of(path))


def says_alive(text: str) -> bool:
    return len(text) <= 120 and ALIVE.fullmatch(text.strip()) is not None
