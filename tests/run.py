"""Sets up and runs every check: `python3 tests/run.py`, from a fresh clone, with nothing but Python 3.11 or newer.

It makes .venv, installs what the tests need, finds the browsers and servers or installs them (Debian's packages where
apt-get may be used, else Playwright's own Chromium), then runs ruff, pyright and pytest. Arguments go to pytest.
Without any the tests in browsers, which often wait, are run with all others beside them; what those said comes at the
end. What failed so, where everything is slow, is run once more, alone and one after another, and only that decides.

`--fast` installs nothing, opens no browser and leaves out what is slow: what to run before each commit. It takes less
than a minute on two cores. What takes longer than about 0.3 s of computing is marked `slow`.
"""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "chrome")
# Each worker, and each room that a test starts, reads all modules: compiled ones in half the time.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
# The tests of a file share browsers and servers. Files come in their order: else those of one long test come last.
SHARED = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "--durations", "40"]
# Run side by side, the first where it is seen.
HALVES = tuple(["-m", which, *SHARED, "-o", f"cache_dir=.pytest_cache/{which}"] for which in ("browser", "not browser"))
SOME_FAILED = 1  # as pytest says it
FAST = ["-n", "auto", "--dist", "loadfile", "-q", "-m", "not browser and not usual_ports and not slow"]
# Debian's packages, and what says that one is not needed: a name on the PATH, or a variable.
PACKAGES = {
    "chromium": ("$CHROMIUM", *CHROMIUMS),
    "firefox-esr": ("$FIREFOX", "firefox-esr"),
    "webkit2gtk-driver": ("WebKitWebDriver",),
    "xvfb": ("Xvfb",),
    "nginx": ("nginx", "/usr/sbin/nginx"),  # for the README's proxy
    "postgresql": ("initdb", "pg_ctlcluster"),
    "redis-server": ("redis-server",),
}


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036  (said in words to whoever starts this with an older one)
        print(f"Thinkroom needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        return 2
    if sys.argv[1:2] == ["--fast"]:
        return max(run("ruff", "check", "-q", "."), run("pytest", *FAST, *sys.argv[2:]))
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    requirements = str(ROOT / "tests" / "requirements.txt")
    subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", "--requirement", requirements], check=True)
    bring_browsers()
    style = [run("ruff", "check", "."), run("ruff", "format", "--check", ".")]
    tests, *others = [sys.argv[1:]] if sys.argv[1:] else HALVES
    with ThreadPoolExecutor(1) as pool:
        types = ["pyright", "--pythonpath", str(PYTHON)]
        beside = pool.submit(run_beside, types, *(["pytest", *one] for one in others))
        codes = [*style, run("pytest", *tests)]
    for done in beside.result():
        sys.stdout.buffer.write(done.stdout)
        codes.append(done.returncode)
    if not others:
        return max(codes)
    checks, halves = [*codes[:2], codes[3]], [codes[2], codes[4]]
    for number, half in enumerate(HALVES):
        if halves[number] == SOME_FAILED:
            again = [one for one in half if one not in SHARED]
            halves[number] = run("pytest", *again, "--last-failed", "--last-failed-no-failures", "none")
    return max(*checks, *halves)


def run(*check: str) -> int:
    return subprocess.run([PYTHON, "-m", *check], cwd=ROOT, env=ENVIRONMENT).returncode


def run_beside(*checks: list[str]) -> list[subprocess.CompletedProcess[bytes]]:
    """One after another, giving way to what is run at the same time. What they say is kept."""
    polite = ["nice"] if shutil.which("nice") else []

    def kept(*command: str | Path) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [*polite, *command], cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )

    return [kept(PYTHON, "-m", *check) for check in checks]


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
