"""The command `thinkroom` of an installed room: the same as `streamlit run app.py`, from any folder. It imports nothing
of ours, since it is there before Streamlit has put the room's folder among those that are imported from."""

import argparse
import errno
import socket
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NoReturn

APP = Path(__file__).parent.parent / "app.py"
HIGHEST_PORT = 65_535
MORE_HELP = "See thinkroom --help."
ABOUT = "Runs Thinkroom, a chatroom for watching models think, and opens it in your browser."
MORE = """Any option of `streamlit run` may stand here, too, such as --server.allowedHosts NAME.

Settings such as OPENROUTER_API_KEY are read from the environment, or from .env in the folder where it is started."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        _refuse(f"{message[:1].upper()}{message[1:]}", MORE_HELP)


def main(arguments: Sequence[str] | None = None) -> None:
    """`arguments` default to those of the process, which it ends with a sentence where it cannot start."""
    told, others = _parser().parse_known_args(arguments)
    flags = [*(("--server.port", str(told.port)) if told.port is not None else ())]
    flags += ["--server.address", told.address] if told.address else []
    flags += ["--server.headless", "true"] if told.no_browser else []
    _run([*flags, *others])


def _run(flags: list[str]) -> None:
    import click  # it comes with Streamlit, and both take a second that --help need not wait for
    from streamlit.web import cli

    try:
        with cli.main_run.make_context("thinkroom", [str(APP), *flags]) as context:
            if stray := context.params["args"]:
                _refuse(f"It takes options only, not {stray[0]!r}", MORE_HELP)
            cli.main_run.invoke(context)
    except click.ClickException as error:
        _refuse(error.format_message(), MORE_HELP)
    except OSError as error:
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            _refuse("The address to bind to is not one of this machine.")
        raise


def _parser() -> _Parser:
    parser = _Parser(
        "thinkroom",
        description=ABOUT,
        epilog=MORE,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--port", type=_port, help="where it listens (default: 8501, or the next that is free)")
    parser.add_argument("--address", help="what it binds to (default: 127.0.0.1, for this machine only)")
    parser.add_argument("--no-browser", action="store_true", help="print the address to open, and open nothing")
    parser.add_argument("--version", action="version", version=f"Thinkroom {_version()}")
    return parser


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 9 and int(text) <= HIGHEST_PORT):
        raise argparse.ArgumentTypeError(f"a port is a whole number from 0 to {HIGHEST_PORT}")
    return int(text)


def _version() -> str:
    try:
        return version("thinkroom")
    except PackageNotFoundError:
        return "(not installed)"


def _refuse(*sentences: str) -> NoReturn:
    ended = (one if one.endswith((".", "?")) else f"{one}." for one in sentences)
    sys.exit(f"Thinkroom cannot start. {' '.join(ended)}")
