"""The room as a wheel: what is in it, and the command that it installs, run in an environment of its own."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.browser.room import free_port
from tests.server.raw import page_of

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
OF_THE_ROOM = ("app.py", "pages", "components", ".streamlit/config.toml")
TO_BUILD = ("pyproject.toml", "requirements.txt", "README.md", "LICENSE")
CACHES = shutil.ignore_patterns("__pycache__", ".*")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy, since a build leaves folders in what it builds."""
    copy = tmp_path_factory.mktemp("tree")
    for name in (*OF_THE_ROOM, *TO_BUILD):
        (copy / name).parent.mkdir(exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=CACHES)
        else:
            shutil.copy(ROOT / name, copy / name)
    return copy


@pytest.fixture(scope="module")
def wheel(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("setuptools", minversion="77", reason="builds the wheel")
    cache = tree / "components" / "__pycache__"  # as of a room that was run there
    cache.mkdir()
    (cache / "marks.cpython-311.pyc").write_bytes(b"")
    dist = tmp_path_factory.mktemp("dist")
    # A path with a slash: a bare name would be asked of the registry.
    pip("wheel", "--no-build-isolation", "--wheel-dir", str(dist), f"{tree}{os.sep}")
    shutil.rmtree(cache)
    (built,) = dist.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Installed alone; what it needs is taken from the environment of these tests."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, symlinks=os.name != "nt")
    names = {"base": str(folder), "platbase": str(folder)}
    python, packages, scripts = (
        Path(folder, "Scripts" if os.name == "nt" else "bin", "python"),
        Path(sysconfig.get_path("purelib", "venv", names)),
        Path(sysconfig.get_path("scripts", "venv", names)),
    )
    (packages / "shared.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    pip("--python", str(python), "install", "--no-compile", str(wheel))
    return scripts / ("thinkroom.exe" if os.name == "nt" else "thinkroom")


def pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", *arguments, "--quiet", "--no-deps", "--no-index"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def surroundings(folder: Path) -> dict[str, str]:
    """Those of somebody who has nothing set."""
    kept = ("PATH", "SYSTEMROOT", "TEMP", "TMP")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"HOME": str(folder)}


def said(command: Path, folder: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [command, *arguments], cwd=folder, env=surroundings(folder), capture_output=True, text=True, timeout=120
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.slow
def test_the_wheel_has_all_of_the_room_in_one_package_and_nothing_else(tree: Path, wheel: Path) -> None:
    files = {path for name in OF_THE_ROOM for path in (tree / name, *(tree / name).rglob("*")) if path.is_file()}
    assert len(files) > 250
    with zipfile.ZipFile(wheel) as inside:
        names = {name for name in inside.namelist() if ".dist-info/" not in name}
        needs = re.findall(r"^Requires-Dist: (\S+?)[=<>]", _metadata(inside), re.M)
    assert names == {f"thinkroom/{path.relative_to(tree).as_posix()}" for path in files}
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    assert needs == [re.split(r"[=<>]", line)[0] for line in lines if not line.startswith("#")]


def _metadata(wheel: zipfile.ZipFile) -> str:
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    return wheel.read(name).decode("utf-8")


@pytest.fixture
def running(command: Path, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of a room that was started by its command in a folder with a .env, and what it printed before."""
    (tmp_path / ".env").write_text(f"THINKROOM_DATABASE_URL=sqlite:///{(tmp_path / 'mine.db').as_posix()}\n", "utf-8")
    port = free_port()
    flags = ["--no-browser", "--port", str(port), "--address", "127.0.0.1", "--server.baseUrlPath", "think"]
    room = subprocess.Popen(
        [command, *flags], cwd=tmp_path, env=surroundings(tmp_path), stdout=subprocess.PIPE, text=True
    )
    assert room.stdout is not None
    printed = ""
    for line in room.stdout:
        printed += line
        if line.startswith("Open Thinkroom at"):
            break
    yield f"http://127.0.0.1:{port}/think", printed
    room.terminate()
    room.communicate()


@pytest.mark.slow
def test_the_installed_command_serves_the_page_with_its_scripts(running: tuple[str, str], tmp_path: Path) -> None:
    url, printed = running
    assert f"keeps its chats in {tmp_path / 'mine.db'}" in printed
    assert f"Open Thinkroom at {url}/enter?token=" in printed
    cookies = httpx.get(printed.split("Open Thinkroom at ")[1].strip()).cookies
    page = httpx.get(f"{url}/", cookies=cookies)
    assert page.status_code == 200 and "content-security-policy" in page.headers
    words = page_of(url, headers={"Cookie": "; ".join(f"{name}={cookies[name]}" for name in cookies)}).words
    assert "Watch a model think" in words and "Pocket" in words
    guide = page_of(url, page="guide").words
    assert "How to read this room" in guide
    for name in ("live.js", "words.js"):
        script = httpx.get(f"{url}/live/scripts/{name}")
        written = ROOT / "components/ui/live/scripts" / name
        assert script.status_code == 200 and script.text == written.read_text("utf-8")
    assert httpx.get(f"{url}/live/scripts/__init__.py").status_code == 404
    assert httpx.get(f"{url}/app/static/mark.svg").status_code == 200


@pytest.mark.slow
def test_it_tells_what_it_takes_and_which_version_it_is(command: Path, tmp_path: Path) -> None:
    code, told = said(command, tmp_path, "--help")
    assert code == 0 and all(option in told for option in ("--port", "--address", "--no-browser", "streamlit run"))
    assert said(command, tmp_path, "--version") == (0, f"Thinkroom {PROJECT['version']}\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--port", "x"], "Argument --port: a port is a whole number from 0 to 65535. See thinkroom --help."),
        (["--port", "65536"], "Argument --port: a port is a whole number from 0 to 65535. See thinkroom --help."),
        (["--address"], "Argument --address: expected one argument. See thinkroom --help."),
        (["app.py"], "It takes options only, not 'app.py'. See thinkroom --help."),
        (["--nonsense", "5"], "No such option '--nonsense'. See thinkroom --help."),
        (["--portt", "5"], "No such option '--portt'. Did you mean '--server.port'? See thinkroom --help."),
        (
            ["--no-browser", "--port", "0", "--address", "203.0.113.9"],
            "The address to bind to is not one of this machine.",
        ),
    ],
)
def test_what_it_cannot_use_is_told_in_a_sentence(
    command: Path, tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    (tmp_path / ".env").write_text("THINKROOM_OPEN_TO_ALL=yes\n", "utf-8")
    assert said(command, tmp_path, *arguments) == (1, f"Thinkroom cannot start. {sentence}\n")


@pytest.mark.slow
def test_a_port_that_is_taken_is_named(running: tuple[str, str], command: Path, tmp_path: Path) -> None:
    port = running[0].split(":")[2].partition("/")[0]
    code, told = said(command, tmp_path, "--no-browser", "--port", port)
    assert code == 1 and f"Port {port} is not available" in told and "Traceback" not in told


def test_the_newest_version_of_the_changelog_is_this_one() -> None:
    sections = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    released = next(section for section in sections if section != "[Unreleased]")
    assert re.fullmatch(re.escape(f"[{PROJECT['version']}] - ") + r"\d{4}-\d\d-\d\d", released)
