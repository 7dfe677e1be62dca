"""The names that cards give to licences of model families."""

import pytest

from licenselogic.library.library import licenses

HUB = "https://huggingface.co/"
TENCENT = "https://github.com/Tencent-Hunyuan/"


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("exaone-1.2-nc", "exaone-ai-model-1.2-nc"),
        ("EXAONE AI Model License Agreement 1.2 - NC", "exaone-ai-model-1.2-nc"),
        ("FLUX.1 [dev] Non-Commercial License v1.1.1", "flux-1-nc-1.1.1"),
        (HUB + "black-forest-labs/FLUX.1-dev/blob/main/LICENSE.md", "flux-1-nc-1.1.1"),
        ("fish-audio-research-license", "fish-audio-research-2026-03-07"),
        (HUB + "fishaudio/s2-pro/blob/main/LICENSE.md", "fish-audio-research-2026-03-07"),
        ("dots.mocr License Agreement", "dots-mocr"),
        (TENCENT + "Hunyuan-A13B/blob/main/LICENSE", "tencent-hunyuan-a13b"),
        (TENCENT + "Hunyuan-MT/blob/main/License.txt", "tencent-hunyuan-mt"),
    ],
)
def test_a_name_of_one_text_leads_to_it(name: str, id: str) -> None:
    entry = licenses().find(name)
    assert entry is not None and (entry.kind, entry.id) == ("license", id)


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("exaone", {"exaone-ai-model-1.1-nc", "exaone-ai-model-1.2-nc"}),
        ("flux-1-dev-non-commercial-license", {"flux-1-nc", "flux-1-nc-1.1.1"}),
        ("tencent-hunyuan-community", {"tencent-hunyuan-mt", "tencent-hunyuan-3d-2.0-cla"}),
    ],
)
def test_a_name_of_several_texts_stands_for_each(name: str, members: set[str]) -> None:
    entry = licenses().find(name)
    assert entry is not None and entry.kind == "group"
    assert members <= set(entry.means)
