"""Drawings of lineages: what is coloured, what is marked, and that no name can do harm."""

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from families import HOSTILE, RELABELLED, hostile, hub

import licenselogic as ll
from licenselogic.drawing.draw import draw

GOLDEN = Path(__file__).parent / "golden"
BASE = "meta-llama/Llama-2-7b-hf"


def test_works_have_the_colour_of_their_own_verdict() -> None:
    whole = hub(60)
    for name, node in draw(whole).family.nodes.items():
        assert node.status == ll.check(whole, name).status, name


def test_the_work_asked_about_has_the_colour_of_the_licence_asked_about() -> None:
    family = draw(RELABELLED, "me/mine", "llama2").family
    assert family.nodes["me/mine"].status == "compatible"
    assert family.nodes["a/tuned"].status == "incompatible"


def test_the_way_of_a_broken_licence_is_marked_and_no_other() -> None:
    marked = {(t.upstream, t.work) for t in draw(RELABELLED).family.ties if t.offending}
    assert marked == {(BASE, "a/tuned"), ("a/tuned", "me/mine")}


def test_a_work_is_drawn_with_its_ancestors_and_descendants() -> None:
    assert set(draw(RELABELLED, "a/tuned").family.nodes) == {BASE, "a/tuned", "me/mine"}
    assert set(draw(RELABELLED, "b/honest").family.nodes) == {BASE, "b/honest"}


def test_without_a_work_all_are_drawn() -> None:
    assert set(draw(RELABELLED).family.nodes) == set(RELABELLED.works)


def test_a_licence_to_judge_wants_one_work() -> None:
    with pytest.raises(ll.LineageError, match="no descendants"):
        draw(RELABELLED, license="mit")


def test_an_unknown_work_is_an_error() -> None:
    with pytest.raises(ll.LineageError, match="no work is called"):
        draw(RELABELLED, "me/other")


@pytest.mark.parametrize("form", ["svg", "dot", "mermaid"])
def test_formats_are_those_on_record(form: str) -> None:
    path = GOLDEN / f"relabelled.{form}"
    assert draw(RELABELLED).to_bytes(form).decode() == path.read_text(encoding="utf-8")


def test_svg_shows_every_work_with_its_mark_and_says_what_it_means() -> None:
    root = ElementTree.fromstring(draw(RELABELLED).to_svg())
    texts = ["".join(node.itertext()) for node in root.iter() if node.tag.endswith("}text")]
    assert {"a/tuned", "me/mine", "b/honest", BASE} <= set(texts)
    assert {"compatible", "incompatible", "way of a broken licence"} <= set(texts)
    assert "engineering evidence, not legal advice" in texts


def test_hostile_names_are_text_in_svg() -> None:
    svg = draw(hostile()).to_svg()
    root = ElementTree.fromstring(svg)
    tags = {node.tag.rpartition("}")[2] for node in root.iter()}
    assert tags <= {"svg", "style", "rect", "g", "title", "path", "text"}
    assert not any(key.startswith("on") for node in root.iter() for key in node.attrib)
    assert "{{7*7}}" in svg and "\x1b" not in svg and "\u202e" not in svg


def test_hostile_names_are_text_for_graphviz_and_mermaid() -> None:
    dot = draw(hostile()).to_dot()
    strings = r'"(?:[^"\\]|\\.)*"'
    for line in dot.splitlines()[4:-1]:
        assert re.fullmatch(rf"  ({strings}|[\w=\[\]> -])+", line), line
    labels = re.findall(r'"(.*?)"', draw(hostile()).to_mermaid())
    assert len(labels) == len(HOSTILE) + len(HOSTILE) - 1
    assert all(re.fullmatch(r"([\w .,\-/+:…]|#\d+;|<br>)*", label) for label in labels)


def test_png_is_a_picture_and_does_not_change() -> None:
    pytest.importorskip("matplotlib")
    first, again = draw(RELABELLED).to_png(), draw(RELABELLED).to_png()
    assert first[:8] == b"\x89PNG\r\n\x1a\n"
    assert first == again


def test_png_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("licenselogic.drawing.png.find_spec", lambda _: None)
    with pytest.raises(ll.UsageError, match="matplotlib"):
        draw(RELABELLED).to_png()


SCRIPT = """
import sys; sys.path.insert(0, sys.argv[1])
from families import hub
from licenselogic.drawing.draw import draw
drawing = draw(hub(150), limit=40)
sys.stdout.write(drawing.to_svg() + drawing.to_dot() + drawing.to_mermaid())
"""


def test_hash_seeds_change_nothing() -> None:
    here = str(Path(__file__).parent)
    found = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT, here],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_a_notebook_shows_the_drawing() -> None:
    drawing = draw(RELABELLED)
    assert drawing._repr_svg_() == drawing.to_svg()
