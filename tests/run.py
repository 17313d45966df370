"""Sets up and runs every check: `python3 tests/run.py`, from a fresh clone, with nothing but Python 3.11 or newer.

It makes .venv, installs what the tests need, finds a Chromium or installs one (Debian's package where apt-get may be
used, else Playwright's own), then runs ruff, pyright and pytest. Arguments go to pytest.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036  (said in words to whoever starts this with an older one)
        print(f"Thinkroom needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        return 2
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    requirements = str(ROOT / "tests" / "requirements.txt")
    subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", "--requirement", requirements], check=True)
    bring_chromium()
    bring_nginx()
    checks = (
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["pyright", "--pythonpath", str(PYTHON)],
        ["pytest", *sys.argv[1:]],
    )
    return max(subprocess.run([PYTHON, "-m", *check], cwd=ROOT).returncode for check in checks)


def bring_chromium() -> None:
    """Where none can be had the browser tests skip and say so; under CI they fail."""
    if os.environ.get("CHROMIUM") or any(shutil.which(name) for name in CHROMIUMS):
        return
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if root and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], env=quiet, stdout=subprocess.DEVNULL)
    if not any(shutil.which(name) for name in CHROMIUMS):
        subprocess.run([PYTHON, "-m", "playwright", "install", "chromium"])


def bring_nginx() -> None:
    """For the README's proxy. Where none can be had its tests skip and say so; under CI they fail."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or not (root and shutil.which("apt-get")):
        return
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=quiet)
    bring = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "nginx"]
    subprocess.run(bring, env=quiet, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
