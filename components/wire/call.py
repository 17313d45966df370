"""A request as a program that makes it: curl, Python with httpx, Python with the provider's own package. A key is
never in it: an environment variable stands for it."""

import json
import re
import shlex
from collections.abc import Collection, Mapping
from pprint import pformat
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from components.conversation import ChatRequest
from components.wire import leaving_out
from components.wire.asking import body_of
from components.wire.endpoint import Endpoint
from components.wire.payload import takes_prefill
from components.wire.programs import Package

CURL = """curl --no-buffer {url} \\
  -H 'Content-Type: application/json' \\{headers}
  --data-binary @- <<'END_OF_REQUEST'
{body}
END_OF_REQUEST
"""

HTTPX = """import json
{imports}
import httpx

body = {body}

with httpx.stream("POST", {url}, json=body, headers={headers}, timeout=600) as reply:
    reply.raise_for_status()
    for line in reply.iter_lines():
{reading}
"""


def key_variable(endpoint: Endpoint) -> str:
    """Where a key belongs, by the name that the room's own settings have; "" where none is needed."""
    return re.sub(r"\W", "_", endpoint.name.upper()) + "_API_KEY" if endpoint.key else ""


def header_variable(name: str) -> str:
    return "HEADER_" + re.sub(r"\W", "_", name.upper(), flags=re.A)


def variables(endpoint: Endpoint) -> tuple[str, ...]:
    """What has to be set before a program runs: the key, and the values of a person's own headers."""
    names = (key_variable(endpoint), *(header_variable(name) for name, _ in endpoint.own_headers))
    return tuple(filter(None, names))


def calls(
    request: ChatRequest, endpoint: Endpoint, wordy: bool = False, without: Collection[str] = ()
) -> dict[str, str]:
    """By what runs them. Empty where no program could make the request, since the model answers inside this one.
    `wordy` as in payload; `without` the fields that the server refused, and that are not sent."""
    if endpoint.provider.built_in:
        return {}
    whole, variable = body_of(request, endpoint, wordy), key_variable(endpoint)
    body = leaving_out.without(whole, without)
    if takes_prefill(request, endpoint.provider) and not wordy:
        endpoint = endpoint.for_prefill
    url = _bare(endpoint.url_for(request.asked.model))
    found = {"curl": _curl(body, url, endpoint, variable), "Python, httpx": _httpx(body, url, endpoint, variable)}
    package = endpoint.protocol.package
    return (
        found | {package.label: _packaged(package, body, request.asked.model, endpoint, variable)} if package else found
    )


def _curl(body: Mapping[str, Any], url: str, endpoint: Endpoint, variable: str) -> str:
    protocol = endpoint.protocol
    header, before = protocol.key
    told = [f'"{header}: {before}${variable}"'] if variable else []
    told += [shlex.quote(f"{name}: {value}") for name, value in protocol.headers.items()]
    told += [shlex.quote(f"{name}: {value}") for name, value in endpoint.attribution]
    # A name may have signs that mean something to a shell.
    told += [f'{shlex.quote(f"{name}: ")}"${header_variable(name)}"' for name, _ in endpoint.own_headers]
    headers = "".join(f"\n  -H {one} \\" for one in told)
    text = json.dumps(body, ensure_ascii=False, indent=2)
    return CURL.format(url=shlex.quote(url), headers=headers, body=text)


def _httpx(body: Mapping[str, Any], url: str, endpoint: Endpoint, variable: str) -> str:
    header, before = endpoint.protocol.key
    told = [f'"{header}": ' + (f'"{before}" + ' if before else "") + f'os.environ["{variable}"]'] if variable else []
    told += [f"{name!r}: {value!r}" for name, value in endpoint.protocol.headers.items()]
    headers = "{" + ", ".join([*told, *_own(endpoint)]) + "}"
    return HTTPX.format(
        imports="import os\n" if variables(endpoint) else "",
        body=pformat(body, width=100, sort_dicts=False),
        url=repr(url),
        headers=headers,
        reading=endpoint.protocol.events,
    )


def _packaged(package: Package, body: Mapping[str, Any], model: str, endpoint: Endpoint, variable: str) -> str:
    known = {name: value for name, value in body.items() if name in package.arguments}
    rest = {name: value for name, value in body.items() if name not in package.arguments}
    return package.program.format(
        imports="import os\n\n" if variables(endpoint) else "",
        url=repr(_bare(package.address(endpoint.base_url))),
        key=f'os.environ["{variable}"]' if variable else '"none"',
        headers=package.headers.format(", ".join(_own(endpoint))) if _own(endpoint) else "",
        model=repr(model),
        known=pformat(known, width=100, sort_dicts=False),
        rest=pformat(rest, width=100, sort_dicts=False),
    )


def _own(endpoint: Endpoint) -> list[str]:
    """As entries of a dict of Python."""
    own = [f'{name!r}: os.environ["{header_variable(name)}"]' for name, _ in endpoint.own_headers]
    return [f"{name!r}: {value!r}" for name, value in endpoint.attribution] + own


def _bare(url: str) -> str:
    """Without a name and a password, should it have any."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
