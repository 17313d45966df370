"""Ending what was started."""

import subprocess


def end(process: subprocess.Popen[bytes]) -> None:
    """Also one that does not want to."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
