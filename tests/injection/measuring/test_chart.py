"""The picture as a file: well-formed, alone, and true to its figures."""

from xml.etree import ElementTree

import pytest

from components.injection import ArmName, ArmResult
from components.injection.measuring.chart import LEFT, RIGHT, WIDTH, as_svg
from components.injection.measuring.statistics import wilson

SVG = "{http://www.w3.org/2000/svg}"


def arm(name: ArmName, right: int, of: int) -> ArmResult:
    return ArmResult(name, right, of, 0, 0, *wilson(right, of), None, None, 0.0, None)


def test_each_arm_stands_where_its_share_is() -> None:
    found = [arm("without", 10, 40), arm("thoughts", 40, 40), arm("answer", 0, 0)]
    root = ElementTree.fromstring(as_svg(found, "With <thoughts> & more, " + "a long sentence " * 20))
    circles = [float(one.attrib["cx"]) for one in root.iter(f"{SVG}circle")]
    width = WIDTH - LEFT - RIGHT
    assert circles == [pytest.approx(LEFT + width * share, abs=0.1) for share in (0.25, 1)]
    said = [one.text or "" for one in root.iter(f"{SVG}text")]
    assert {"10 of 40", "40 of 40", "Without", "With the thoughts"} <= set(said)
    assert "The thinker's answer only" not in said
    assert said[0].startswith("With <thoughts> & more") and all(len(line) <= 78 for line in said)
    assert "href" not in as_svg(found, "") and "url(" not in as_svg(found, "")
