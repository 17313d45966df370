"""Sets up and runs every check: `python3 tests/run.py`, from a fresh clone, with nothing but Python 3.11 or newer.

It makes .venv, installs what the tests need, finds the three browsers or installs them (Debian's packages where apt-get
may be used, else Playwright's own Chromium), then runs ruff, pyright and pytest. Arguments go to pytest.
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
# Debian's packages, and what says that one is not needed: a name on the PATH, or a variable.
PACKAGES = {
    "chromium": ("$CHROMIUM", *CHROMIUMS),
    "firefox-esr": ("$FIREFOX", "firefox-esr"),
    "webkit2gtk-driver": ("WebKitWebDriver",),
    "xvfb": ("Xvfb",),
}


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036  (said in words to whoever starts this with an older one)
        print(f"Thinkroom needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        return 2
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    requirements = str(ROOT / "tests" / "requirements.txt")
    subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", "--requirement", requirements], check=True)
    bring_browsers()
    checks = (
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["pyright", "--pythonpath", str(PYTHON)],
        ["pytest", *sys.argv[1:]],
    )
    return max(subprocess.run([PYTHON, "-m", *check], cwd=ROOT).returncode for check in checks)


def bring_browsers() -> None:
    """Where one cannot be had its tests skip and say so; under CI they fail."""

    def there(name: str) -> bool:
        return bool(os.environ.get(name[1:]) if name.startswith("$") else shutil.which(name))

    missing = [package for package, names in PACKAGES.items() if not any(map(there, names))]
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if missing and root and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet)
        # Of what is recommended beside them (printers, codecs) a font alone is of use here.
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "fonts-liberation"]
        subprocess.run([*install, *missing], env=quiet, stdout=subprocess.DEVNULL)
    if "chromium" in missing and not any(shutil.which(name) for name in CHROMIUMS):
        subprocess.run([PYTHON, "-m", "playwright", "install", "chromium"])


if __name__ == "__main__":
    sys.exit(main())
