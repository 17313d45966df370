"""The physical limit, measured beside us: one page that shows a model's words as raw text, as they come over one HTTP
response, held back up to 50 ms. `python -m tests.benchmarks.control PORT MODEL_URL`."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, StreamingResponse
from starlette.routing import Route

HOLD_S = 0.05
PAGE = """<!doctype html><title>Control</title><textarea></textarea><pre style="white-space:pre-wrap"></pre><script>
const text = document.querySelector("pre").appendChild(new Text(""));
document.querySelector("textarea").onkeydown = async (event) => {
  if (event.key !== "Enter") return;
  const reply = await fetch("/stream?prompt=" + encodeURIComponent(event.target.value));
  const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part; !(part = await reader.read()).done; ) text.appendData(part.value);
};
</script>"""


def control(model_url: str) -> Starlette:
    client = httpx.AsyncClient(timeout=None)

    async def pieces(prompt: str) -> AsyncIterator[str]:
        body = {"model": "m", "stream": True, "messages": [{"role": "user", "content": prompt}]}
        async with client.stream("POST", f"{model_url}/chat/completions", json=body) as reply:
            async for line in reply.aiter_lines():
                if line.startswith("data: {") and (choices := json.loads(line[6:])["choices"]):
                    delta = choices[0]["delta"]
                    yield (delta.get("reasoning") or "") + (delta.get("content") or "")

    async def held(prompt: str) -> AsyncIterator[str]:
        clock, text, since = asyncio.get_running_loop().time, "", 0.0
        async for piece in pieces(prompt):
            text += piece
            if text and clock() - since >= HOLD_S:
                yield text
                text, since = "", clock()
        yield text

    async def stream(request: Request) -> StreamingResponse:
        return StreamingResponse(held(request.query_params["prompt"]), media_type="text/plain")

    async def page(_: Request) -> HTMLResponse:
        return HTMLResponse(PAGE)

    return Starlette(routes=[Route("/", page), Route("/stream", stream)])


if __name__ == "__main__":
    uvicorn.run(control(sys.argv[2]), port=int(sys.argv[1]), log_level="warning")
