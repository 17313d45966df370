"""Run the model server on its own: `python -m tests.modelserver --port 9100 --default think-400-200-40`."""

import argparse
import contextlib
import threading

from .behaviour import FIRST_DEFAULT
from .server import ModelServer


def main() -> None:
    """Serve until Ctrl-C. Gates start open, since nobody is there to call `resume`."""
    parser = argparse.ArgumentParser(prog="python -m tests.modelserver", description="A local stand-in model server.")
    parser.add_argument("--port", type=int, default=9100, help="0 takes a free port (default %(default)s)")
    parser.add_argument("--default", default=FIRST_DEFAULT, help="behaviour for prompts that name none (%(default)s)")
    parser.add_argument("--hold", action="store_true", help="keep gate-R-A streams at their gate for ever")
    options = parser.parse_args()
    with ModelServer(port=options.port, default=options.default) as server, contextlib.suppress(KeyboardInterrupt):
        if not options.hold:
            server.resume()
        print(server.url, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
