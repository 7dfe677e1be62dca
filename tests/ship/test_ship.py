"""What to publish beside a work: each duty once, drafts that `check` accepts, and what is left."""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from made import lineage

import licenselogic as ll
from licenselogic.base.schemas import read_schema
from licenselogic.norms.deontic import Obligation
from licenselogic.readers.folder import from_folder
from licenselogic.report.shipment_text import render_shipment
from licenselogic.review.passages import Texts, texts_in
from licenselogic.ship.naming import allowed_name
from licenselogic.ship.shipment import By, Shipment
from licenselogic.verdict.verdict import Duty

TEXTS = Path("../shared/license-texts")

MIT = """\
Copyright (c) 2024 Herring GmbH

Permission is hereby granted, free of charge, to any person.
"""


def with_evidence(lineage: ll.Lineage, work: str, **evidence: object) -> ll.Lineage:
    data = lineage.to_dict()
    for described in data["works"]:
        if described["id"] == work:
            described["evidence"] = evidence
    return ll.Lineage.from_dict(data)


def put_into(folder: Path, found: Shipment) -> None:
    for draft in found.drafts:
        path = folder / draft.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(draft.content, encoding="utf-8")


def published(lineage: ll.Lineage, found: Shipment, folder: Path) -> ll.Lineage:
    """Return the lineage with what a folder shows that the drafts were put into."""
    place = folder / (found.name or "work")
    put_into(place, found)
    read = from_folder(place, catalogue=False).works[place.name].evidence
    assert read is not None
    shown = {"files": list(read.files), "text": read.text, "contents": dict(read.contents)}
    return with_evidence(lineage, found.work, name=place.name, **shown)


@cache
def texts() -> Mapping[str, str]:
    library, found = ll.licenses(), {}
    for text in texts_in(TEXTS) if TEXTS.is_dir() else ():
        for license in library.known_text(text):
            found.setdefault(license, text)
    return found


# The law ----------------------------------------------------------------------------------------

WORDED = ("display-text", "attribution", "documentation-acknowledgement")


def meetable(duty: Duty, found: Shipment) -> bool:
    """Tell whether a file or a name can meet a duty, by its kind alone."""
    kind, words = duty.duty, duty.texts
    if kind == "name-prefix":
        return bool(found.name)
    if kind == "include-notice":
        return any(len(text.split()) >= 5 for text in words)
    if kind in WORDED:
        return bool(words)
    if kind == "include-license":
        mine = duty.clause.license.partition(" WITH ")[0]
        asked = {e.id for text in words if (e := ll.licenses().find(text))} or {mine}
        library = ll.licenses()
        return any(t in texts() and not library.wants_own_notice(t) for t in asked)
    return kind == "state-changes"


def shippable() -> list[str]:
    return [license.id for license in ll.licenses() if license.id != "LicenseRef-public-domain"]


def some_or_all() -> list[Any]:
    """Return every licence; most of them for long runs only."""
    quick = {"llama3.1", "gemma", "CC-BY-SA-4.0", "qwen-2024", "OpenSSL", "MPL-2.0", "CECILL-B"}
    return [
        name if name in quick or number % 90 == 0 else pytest.param(name, marks=pytest.mark.slow)
        for number, name in enumerate(shippable())
    ]


@pytest.mark.parametrize("license", some_or_all())
def test_with_the_drafts_every_duty_is_met_that_a_file_can_meet(
    license: str, tmp_path: Path
) -> None:
    material = next(iter(sorted(ll.licenses()[license].covers - {"any"})), "model")
    material = material if material in ("model", "dataset", "software") else "software"
    made = lineage(license, by="incorporate", type=material)
    found = ll.ship(made, license=license, texts=texts())
    if found.status != "compatible":
        assert found.drafts == ()
        return
    verdict = ll.check(published(made, found, tmp_path), found.work, license)
    assert verdict.status == "compatible"
    missed = [d for d in verdict.duties if meetable(d, found) and d.state != "met"]
    assert missed == []
    met = {d.message for d in verdict.duties if d.state == "met"}
    promised = {item.message for item in found.by(By.SHOWN, By.FILES, By.NAME)}
    assert promised <= met


def test_most_licences_let_a_work_under_them_be_shipped() -> None:
    """So the law above is not empty."""
    shipped = [
        name
        for name in ("Apache-2.0", "llama3.1", "gemma", "CC-BY-SA-4.0", "qwen-2024", "OpenSSL")
        if ll.ship(lineage(name, by="copy"), license=name).drafts
    ]
    assert len(shipped) == 6


@pytest.mark.skipif(not TEXTS.is_dir(), reason="the licence texts are not at hand")
def test_words_that_are_shown_are_those_of_the_licence() -> None:
    """What a clause file quotes is shown word for word: a description would be shown too."""
    read, found = Texts(TEXTS), 0
    for license in ll.licenses():
        text = read.of(license)
        for _, norm in license.norms if text else ():
            if isinstance(norm, Obligation) and norm.duty in (*WORDED, "include-notice"):
                for words in norm.texts:
                    found += 1
                    assert letters(words) in letters(text.text), (license.id, words)
    assert found > 40


def letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", text.lower().replace("\u00a9", "c"))


# The checklist ----------------------------------------------------------------------------------


def test_a_duty_stands_once_however_many_works_bring_it() -> None:
    found = ll.ship(lineage("apache-2.0", "apache-2.0", "Apache-2.0"), license="Apache-2.0")
    (text,) = (item for item in found.items if item.duty == "include-license")
    assert set(text.works) == {"up/0", "up/1", "up/2"}
    assert [text.license for text in found.texts] == ["Apache-2.0"]
    assert found.texts[0].address.startswith("https://") and not found.texts[0].files


def test_what_no_file_can_meet_is_said() -> None:
    found = ll.ship(lineage("apache-2.0"), license="Apache-2.0")
    (notice,) = (i for i in found.by(By.HAND) if i.duty == "include-notice")
    assert "whether `up/0` has a NOTICE is not known" in notice.reason


def test_the_notice_of_an_upstream_work_is_passed_on() -> None:
    notice = "Herring\nCopyright 2024 The Herring Authors"
    made = with_evidence(
        lineage("apache-2.0"), "up/0", files=["NOTICE"], contents={"NOTICE": notice}
    )
    found = ll.ship(made, license="Apache-2.0")
    (draft,) = (draft for draft in found.drafts if draft.name == "NOTICE")
    assert notice in draft.content
    (item,) = (item for item in found.items if item.duty == "include-notice")
    assert (item.by, item.files) == (By.FILES, ("NOTICE",))


def test_a_text_that_is_another_licence_is_not_taken_for_it() -> None:
    found = ll.ship(lineage("apache-2.0"), license="Apache-2.0", texts={"Apache-2.0": MIT})
    assert found.texts[0].files == () and found.by(By.TEXT)


def test_names_begin_with_every_prefix_or_there_is_none() -> None:
    assert allowed_name("tiny", ["Llama", "Llama 3"]) == "Llama-3-tiny"
    assert allowed_name("Llama-3-tiny", ["Llama", "Llama 3"]) == "Llama-3-tiny"
    assert allowed_name("tiny", ["Llama", "EXAONE"]) == ""
    assert allowed_name("tiny", []) == "tiny"


def test_the_name_is_proposed() -> None:
    found = ll.ship(lineage("llama3", by="finetune"), license="llama3")
    assert found.name == "Llama-3-work"
    assert [item.duty for item in found.by(By.NAME)] == ["name-prefix"]


@pytest.mark.parametrize("license", ["MIT", None])
def test_a_work_that_may_not_be_published_gets_no_drafts(license: str | None) -> None:
    found = ll.ship(lineage("llama3"), license=license)
    assert found.status != "compatible" and found.drafts == ()
    assert found.help


# Cards ------------------------------------------------------------------------------------------

CARD = """\
---
library_name: peft
license:
- mit
tags: [a]
---

# Tiny

Words of mine.
"""


def test_the_card_keeps_what_it_says_and_declares_the_licence() -> None:
    found = ll.ship(lineage("llama3", by="finetune"), license="llama3", card=CARD)
    (draft,) = (draft for draft in found.drafts if draft.name == "README.md")
    assert draft.replaces
    assert draft.content.startswith("---\nlicense: llama3\nlibrary_name: peft\ntags: [a]\n---\n")
    assert "Words of mine." in draft.content and "Built with Meta Llama 3" in draft.content


def test_with_the_drafts_in_place_there_is_nothing_left_to_draft(tmp_path: Path) -> None:
    made = lineage("llama3", "apache-2.0", by="combine")
    label = "Apache-2.0 AND llama3"
    first = ll.ship(made, license=label, card=CARD)
    again = published(made, first, tmp_path)
    card = (tmp_path / first.name / "README.md").read_text(encoding="utf-8")
    second = ll.ship(again, license=label, card=card)
    assert {draft.name for draft in second.drafts} <= {"ATTRIBUTION.md"}


# Reports ----------------------------------------------------------------------------------------


def test_a_shipment_is_data_after_its_schema() -> None:
    found = ll.ship(lineage("llama3", "apache-2.0"), license="llama3", card=CARD)
    data = json.loads(json.dumps(found.to_dict()))
    jsonschema_rs.validate(read_schema("shipment"), data)
    assert ll.ship(lineage("llama3", "apache-2.0"), license="llama3", card=CARD) == found


def test_the_text_tells_each_duty_and_each_file() -> None:
    found = ll.ship(lineage("llama3.1", by="finetune"), license="llama3.1")
    text = render_shipment(found, full=True)
    assert all(item.duty in text for item in found.items)
    assert all(draft.name in text for draft in found.drafts)
