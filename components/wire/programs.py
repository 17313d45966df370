"""Programs that read a reply, as texts: how each protocol is read line by line, and by a provider's own package."""

from collections.abc import Callable
from dataclasses import dataclass

EVENTS = """        if line.startswith("data: {"):
            for choice in json.loads(line[6:]).get("choices", []):
                delta = choice.get("delta", {})
                thought = delta.get("reasoning") or delta.get("reasoning_content")
                print(thought or delta.get("content") or "", end="", flush=True)"""

LINES = """        message = json.loads(line).get("message", {})
        print(message.get("thinking") or message.get("content") or "", end="", flush=True)"""

MESSAGE_EVENTS = """        if line.startswith("data: {"):
            delta = json.loads(line[6:]).get("delta", {})
            print(delta.get("thinking") or delta.get("text") or "", end="", flush=True)"""

RESPONSE_EVENTS = """        if line.startswith("data: {"):
            event = json.loads(line[6:])
            if event["type"].endswith("text.delta"):
                print(event["delta"], end="", flush=True)"""

GEMINI_EVENTS = """        if line.startswith("data: {"):
            for candidate in json.loads(line[6:]).get("candidates", []):
                for part in candidate.get("content", {}).get("parts", []):
                    print(part.get("text", ""), end="", flush=True)"""

OPENAI_PROGRAM = """{imports}from openai import OpenAI

client = OpenAI(base_url={url}, api_key={key}{headers})
stream = client.chat.completions.create(
    **{known},
    extra_body={rest},
)
for chunk in stream:
    for choice in chunk.choices:
        delta = choice.delta.model_dump()
        thought = delta.get("reasoning") or delta.get("reasoning_content")
        print(thought or delta.get("content") or "", end="", flush=True)
"""

ANTHROPIC_PROGRAM = """{imports}from anthropic import Anthropic

client = Anthropic(base_url={url}, api_key={key}{headers})
stream = client.messages.create(
    **{known},
    extra_body={rest},
)
for event in stream:
    if event.type == "content_block_delta":
        delta = event.delta.model_dump()
        print(delta.get("thinking") or delta.get("text") or "", end="", flush=True)
"""


RESPONSES_PROGRAM = """{imports}from openai import OpenAI

client = OpenAI(base_url={url}, api_key={key}{headers})
stream = client.responses.create(
    **{known},
    extra_body={rest},
)
for event in stream:
    if event.type.endswith("text.delta"):
        print(event.delta, end="", flush=True)
"""


@dataclass(frozen=True, slots=True)
class Package:
    """A provider's package for Python: `program` with blanks, and the fields of a request that it has arguments for;
    all else goes by its extra_body. `address` makes the one that it takes of a server's."""

    label: str
    program: str
    arguments: tuple[str, ...]
    address: Callable[[str], str] = str
    headers: str = ", default_headers={{{}}}"


OPENAI = Package(
    "Python, openai",
    OPENAI_PROGRAM,
    ("model", "messages", "stream", "stream_options", "temperature", "max_tokens", "max_completion_tokens"),
)
OPENAI_RESPONSES = Package(
    "Python, openai",
    RESPONSES_PROGRAM,
    (
        "model",
        "input",
        "instructions",
        "stream",
        "store",
        "include",
        "reasoning",
        "max_output_tokens",
        "temperature",
        "text",
    ),
)
GENAI_PROGRAM = """{imports}from google import genai

client = genai.Client(api_key={key}{headers})
stream = client.models.generate_content_stream(
    model={model},
    **{known},
    config={{"http_options": {{"extra_body": {rest}}}}},
)
for chunk in stream:
    for candidate in chunk.candidates or []:
        for part in (candidate.content and candidate.content.parts) or []:
            print(part.text or "", end="", flush=True)
"""
GENAI = Package("Python, google-genai", GENAI_PROGRAM, ("contents",), headers=', http_options={{"headers": {{{}}}}}')
ANTHROPIC = Package(
    "Python, anthropic",
    ANTHROPIC_PROGRAM,
    ("model", "messages", "stream", "system", "temperature", "max_tokens", "stop_sequences"),
    lambda base_url: base_url.removesuffix("/v1"),  # it adds that itself
)
