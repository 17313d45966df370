"""The room as an application of the peers' benchmark: `bench.py --adapter tests/benchmarks/ours.py:Ours --apps ours,…`.

$OURS is the project's folder, $OURS_PYTHON a Python that has its requirements.
"""

import os
import tempfile
from pathlib import Path

from adapters import App  # pyright: ignore[reportMissingImports]  (the benchmark puts its folder on the path)


class Ours(App):
    name, port = "ours", 9220
    input = "textarea[data-testid=stChatInputTextArea]"
    text = "body"
    dialect = "or"

    def command(self) -> list[str]:
        python, app = os.environ["OURS_PYTHON"], Path(os.environ["OURS"]) / "app.py"
        return [
            python,
            "-m",
            "streamlit",
            "run",
            str(app),
            "--server.port",
            str(self.port),
            "--server.headless",
            "true",
        ]

    def env(self, model_url: str) -> dict[str, str]:
        folder = tempfile.mkdtemp(prefix="bench-ours-")
        return super().env(model_url) | {
            "OPENROUTER_BASE_URL": model_url,
            "OPENROUTER_API_KEY": "none",
            "THINKROOM_TRUST_THIS_MACHINE": "yes",
            "THINKROOM_DATABASE_URL": f"sqlite:///{folder}/room.db",
        }
