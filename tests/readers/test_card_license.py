"""The licence that a card declares."""

import pytest
from reading import codes, read, response

from licenselogic.base.codes import Code
from licenselogic.library.library import Library
from licenselogic.readers.responses import from_response


@pytest.mark.parametrize(
    ("card", "tags", "license"),
    [
        ({}, [], None),
        ({"license": "mit"}, ["license:mit"], "mit"),
        ({"license": ["mit"]}, [], "mit"),
        ({}, ["license:mit"], "mit"),
        ({"license": "other", "license_name": "llama-3"}, [], "llama3"),
        (
            {"license": "other", "license_link": "https://llama.meta.com/llama3/license"},
            ["license:other"],
            "llama3",
        ),
        ({"license": "other"}, [], "other"),
    ],
)
def test_the_licence_of_a_card(card, tags, license):
    lineage = read(tags=tags, **card)
    assert lineage.works["me/x"].license == license
    assert codes(lineage) == [Code.NO_UPSTREAM]


def test_another_licence_that_nobody_knows_stays_other_and_is_reported():
    lineage = read(license="other", license_name="acme-1", license_link="LICENSE")
    assert lineage.works["me/x"].license == "other"
    assert codes(lineage) == [Code.UNKNOWN_LICENSE, Code.NO_UPSTREAM]
    assert "`acme-1`" in lineage.findings[0].message


def test_a_link_to_a_file_of_the_model_is_no_name():
    library = Library({"x.lic": b'license "MIT" { title "MIT" text "u" alias "LICENSE" }'})
    data = response(license="other", license_link="LICENSE")
    assert from_response(data, library=library).works["me/x"].license == "other"


def test_several_licences_all_bind_and_are_reported():
    lineage = read(license=["mit", "MIT", "apache-2.0 OR llama3"], tags=["license:gemma"])
    assert lineage.works["me/x"].license == "mit AND (apache-2.0 OR llama3) AND gemma"
    assert codes(lineage) == [Code.CONTRADICTORY_FACTS, Code.NO_UPSTREAM]


def test_a_licence_name_that_contradicts_the_licence_is_reported():
    lineage = read(license="apache-2.0", license_name="yi-license")
    assert lineage.works["me/x"].license == "apache-2.0"
    assert codes(lineage) == [Code.CONTRADICTORY_FACTS, Code.NO_UPSTREAM]
    assert codes(read(license="apache-2.0", license_name="Apache-2.0")) == [Code.NO_UPSTREAM]


SHARED = """
license "E-1.1" { title "E 1.1" covers model text "u"
  alias "https://huggingface.co/lab/E-3/blob/main/LICENSE" }
license "E-1.2" { title "E 1.2" covers model text "u"
  alias "https://example.org/e-1.2" }
unmodelled "e" { title "E, version not named" because "several texts" }
license "MIT" { title "MIT" covers software text "u" hub "mit" }
"""


@pytest.mark.parametrize(
    ("name", "link", "work", "license"),
    [
        ("e", "https://example.org/e-1.2", "me/x", "E-1.2"),
        ("e", "http://example.org/e-1.2/", "me/x", "E-1.2"),
        ("e", "LICENSE", "lab/E-3", "E-1.1"),
        ("e", "./LICENSE", "lab/E-3", "E-1.1"),
        ("e", None, "lab/E-3", "E-1.1"),
        ("e", "https://example.org/other", "me/x", "e"),
        ("e", "LICENSE", "me/x", "e"),
        ("nobody's", "LICENSE", "lab/E-3", "E-1.1"),
        (None, "LICENSE", "lab/E-3", "E-1.1"),
        ("mit", "https://example.org/e-1.2", "me/x", "MIT"),
        ("nobody's", None, "me/x", "other"),
    ],
)
def test_the_link_decides_where_the_name_does_not_and_then_the_work(name, link, work, license):
    library = Library({"x.lic": SHARED.encode()})
    card = {"license": "other", "license_name": name, "license_link": link}
    assert from_response(response(work, **card), library=library).works[work].license == license


def test_a_name_and_a_link_of_two_licences_are_reported():
    library = Library({"x.lic": SHARED.encode()})
    link = "https://example.org/e-1.2"
    data = response(license="other", license_name="mit", license_link=link)
    assert Code.CONTRADICTORY_FACTS in codes(from_response(data, library=library))


@pytest.mark.parametrize(
    ("work", "license"),
    [
        ("LGAI-EXAONE/EXAONE-3.5-2.4B-Instruct", "exaone-ai-model-1.1-nc"),
        ("LGAI-EXAONE/EXAONE-Deep-7.8B", "exaone-ai-model-1.1-nc"),
        ("moonshotai/Kimi-K2-Instruct", "moonshot-ai-modified-mit-2025"),
        ("tencent/HunyuanVideo", "tencent-hunyuan-video-2024-12-03"),
        ("tencent/Hunyuan3D-2", "tencent-hunyuan-3d-2.0-cla"),
        ("tencent/Hunyuan3D-2.1", "tencent-hunyuan-3d-2.1"),
        ("tencent/Hunyuan-A13B-Instruct", "tencent-hunyuan-a13b"),
        ("tencent/Hunyuan-MT-Chimera-7B", "tencent-hunyuan-mt"),
        ("tencent/HunyuanImage-2.1", "tencent-hunyuan-image-2.1"),
        ("tencent/HunyuanImage-3.0-Instruct", "tencent-hunyuan-image-3.0"),
        ("tencent/HunyuanVideo-1.5", "tencent-hunyuan-video-1.5"),
        ("LGAI-EXAONE/EXAONE-4.0-32B", "exaone-ai-model-1.2-nc"),
        ("black-forest-labs/FLUX.1-Kontext-dev", "flux-1-nc-1.1.1"),
        ("black-forest-labs/FLUX.1-dev", "flux-1-nc-1.1.1"),
    ],
)
def test_names_of_several_texts_are_told_apart_by_the_work(work, license):
    names = {
        "LGAI": "exaone",
        "moon": "modified-mit",
        "tenc": "tencent-hunyuan-community",
        "blac": "flux-1-dev-non-commercial-license",
    }
    data = response(work, license="other", license_name=names[work[:4]])
    assert from_response(data).works[work].license == license
    elsewhere = response("me/x", license="other", license_name=names[work[:4]])
    assert from_response(elsewhere).works["me/x"].license != license
