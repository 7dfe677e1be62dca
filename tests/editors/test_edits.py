"""Whatever is typed, and wherever the cursor is, an editor gets an answer."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pointing import ROOT

from licenselogic.editors import asked
from licenselogic.editors.text import Stretch, Text
from licenselogic.editors.tokens import tokens_of

SEEDS = {
    "x.lic": (ROOT / "examples" / "custom-license" / "harbour.lic").read_text("utf-8"),
    "lineage.yaml": (ROOT / "examples" / "clean" / "zephyr.yaml").read_text("utf-8"),
    "lineage.json": '{"works": [{"id": "a/b", "license": "mit", "facts": {"commercial": true}}]}',
    "README.md": "---\nlicense: mit\nbase_model: [a/b, c/d]\ntags:\n- x\n---\n\n# x\n",
}
PIECES = st.one_of(
    st.text(max_size=4),
    st.sampled_from([*'{}[]",:#-| \n\r\t', "\r\n", "\u2028"]),
    st.sampled_from(["permit ", "in {", "- ", "---\n", "😀", "license: "]),
)


@st.composite
def edited(draw: st.DrawFn) -> tuple[Text, int]:
    """A text after a few edits, and a place in it."""
    name = draw(st.sampled_from(sorted(SEEDS)))
    content = SEEDS[name]
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 30)))
        content = content[:start] + draw(PIECES) + content[end:]
    return Text(content, name), draw(st.integers(0, len(content)))


def within(text: Text, stretch: Stretch) -> bool:
    return all(
        0 <= spot.line < len(text.lines) and 0 <= spot.column <= len(text.lines[spot.line])
        for spot in stretch
    )


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(edited())
def test_questions_are_answered_at_every_place(case: tuple[Text, int]) -> None:
    text, offset = case
    spot = text.spot(offset)
    hover = asked.hover(text, spot)
    assert hover is None or within(text, hover.stretch)
    choices = asked.completion(text, spot)
    assert within(text, choices.stretch)
    assert choices.stretch.start <= spot <= choices.stretch.end
    target = asked.definition(text, spot)
    assert target is None or target.path or within(text, target.stretch)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=15)
@given(edited())
def test_every_text_is_diagnosed(case: tuple[Text, int]) -> None:
    text, _ = case
    assert all(within(text, problem.stretch) for problem in asked.diagnosed(text))
    asked.formatted(text)


@given(st.text())
def test_tokens_are_the_text_without_its_blanks(content: str) -> None:
    tokens = tokens_of(content)
    assert "".join("".join(t.text.split()) for t in tokens) == "".join(content.split())
    assert all(content[t.start : t.end] == t.text for t in tokens)


@given(st.text(alphabet="a😀é\r\n\u2028", max_size=30), st.integers(0, 30))
def test_places_and_numbers_of_characters_agree(content: str, offset: int) -> None:
    text = Text(content)
    spot = text.spot(offset)
    inside_an_end = content[max(0, offset - 1) : offset + 1] == "\r\n"
    assert text.offset(spot) == min(offset, len(content)) - inside_an_end
