"""What newcomers read: it is short, names files that exist, and leaves out no setting."""

import re
from pathlib import Path

import pytest

from components.wire import NAMES
from tests.test_house import TABLE

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
HOUSE = ROOT / "components" / "README.md"
GITHUB = (ROOT / ".github/CONTRIBUTING.md", ROOT / ".github/RUNNING.md")
DOCUMENTS = [ROOT / "README.md", HOUSE, *GITHUB, ROOT / "tests/benchmarks/README.md"]
SETTINGS = (ROOT / ".env.example").read_text("utf-8")
A_FILE = re.compile(r"`((?:[\w.-]+/)*[\w-]+\.(?:py|js|json|md|css|toml|txt)|(?:[\w.-]+/)+)`")


def test_the_readme_is_read_in_a_few_minutes() -> None:
    assert len(README.split()) <= 900
    features = re.findall(r"^- (.*)$", README.partition("## Features")[2].partition("\n## ")[0], re.M)
    assert 0 < len(features) <= 12
    assert [line for line in features if len(line.split()) > 15] == []


def test_the_readme_has_its_two_commands() -> None:
    shells = re.findall(r"```sh\n(.*?)```", README, re.S)
    assert shells[0].splitlines()[-1].startswith(".venv/bin/streamlit run app.py") and len(shells[0].splitlines()) == 3
    assert shells[1] == "python3 tests/run.py\n"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_and_named_files_exist(document: Path) -> None:
    text = document.read_text("utf-8")
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    missing = [link for link in links if not (document.parent / link).exists()]
    # Files are named from the root, from components/ or from the folder of the document.
    places = ROOT, ROOT / "components", document.parent
    named = [name for name in A_FILE.findall(text) if name not in ("app.py", "pages/new.py")]
    missing += [name for name in named if not any((place / name).exists() for place in places)]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_inside_a_document_lead_to_headings(document: Path) -> None:
    text = document.read_text("utf-8")
    headings = {
        re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in re.findall("^#+ (.+)$", text, re.M)
    }
    assert [link for link in re.findall(r"\]\(#([^)]+)\)", text) if link not in headings] == []


def test_every_setting_stands_in_the_example() -> None:
    read = set(re.findall(r"THINKROOM_[A-Z_]+", (ROOT / "components/settings/loading.py").read_text("utf-8")))
    assert read and read == set(re.findall(r"^(THINKROOM_[A-Z_]+)=$", SETTINGS, re.M))
    assert [name for name in NAMES if not re.search(rf"\b{name.upper()}(?:_BASE_URL|_API_KEY)?\b", SETTINGS)] == []


def test_the_table_of_the_house_has_a_row_for_each_of_its_units() -> None:
    rows = re.findall(r"^\| ([\w./, ]+) \|", HOUSE.read_text("utf-8"), re.M)
    units = {unit.strip().removesuffix(".py").replace("/", ".") for row in rows for unit in row.split(",")} - {"who"}
    assert units == set(TABLE)
