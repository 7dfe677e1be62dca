"""The live Hub, played by a dictionary."""

from types import SimpleNamespace

import pytest
from reading import error_of

from licenselogic.base.codes import Code
from licenselogic.lineage.work import Edge, Evidence, Work
from licenselogic.readers import hub
from licenselogic.readers.known import Known
from licenselogic.readers.responses import from_response


class FakeHub:
    """Answers like `HfApi`, from a dictionary of cards; counts what it is asked."""

    def __init__(self, models, datasets=None, names=None):
        self.known = {"model": models, "dataset": datasets or {}}
        self.names = names or {}
        self.asked = []

    def model_info(self, name):
        return self._answer("model", name)

    def dataset_info(self, name):
        return self._answer("dataset", name)

    def _answer(self, kind, name):
        self.asked.append(name)
        card = self.known[kind].get(name)
        if card is None:
            from huggingface_hub.errors import RepositoryNotFoundError

            gone = SimpleNamespace(headers={}, request=None)
            raise RepositoryNotFoundError("404", response=gone)
        if isinstance(card, Exception):
            raise card
        return SimpleNamespace(
            id=self.names.get(name, name),
            tags=card.get("tags", []),
            card_data=SimpleNamespace(to_dict=lambda: card),
            siblings=[SimpleNamespace(rfilename="README.md")],
        )


def test_ancestors_are_looked_up_one_by_one():
    fake = FakeHub(
        {
            "me/x": {"license": "mit", "base_model": ["a/b", "c/d"], "datasets": ["e/f"]},
            "a/b": {"license": "apache-2.0", "base_model": "c/d"},
            "c/d": {"license": "llama3"},
        },
        {"e/f": {"license": "cc-by-4.0"}},
    )
    lineage = hub.from_hub("me/x", client=fake)
    assert {w.id: w.license for w in lineage.works.values()} == {
        "me/x": "mit",
        "a/b": "apache-2.0",
        "c/d": "llama3",
        "e/f": "cc-by-4.0",
    }
    assert lineage.upstream["a/b"] == (Edge("c/d", "finetune", inferred=True),)
    assert lineage.works["c/d"].evidence == Evidence(("README.md",), "", "d")
    assert len(fake.asked) == len(set(fake.asked)) == 4


def test_what_the_hub_does_not_have_is_a_finding():
    lineage = hub.from_hub("me/x", client=FakeHub({"me/x": {"base_model": "a/b"}}))
    (finding,) = [f for f in lineage.findings if f.code is Code.MISSING_UPSTREAM]
    assert "the Hub has no public model" in finding.message


def test_the_hub_is_asked_before_the_catalogue():
    base = "meta-llama/Llama-2-7b-hf"
    fake = FakeHub({"me/x": {"base_model": base}, base: {"license": "mit"}})
    lineage = hub.from_hub("me/x", client=fake)
    assert lineage.works[base].license == "mit"
    assert Code.CATALOGUE not in {f.code for f in lineage.findings}


def test_what_the_hub_does_not_have_is_taken_from_the_catalogue():
    base = "meta-llama/Llama-2-7b-hf"
    fake = FakeHub({"me/x": {"base_model": base}})
    assert hub.from_hub("me/x", client=fake).works[base].license == "llama2"
    assert hub.from_hub("me/x", client=fake, catalogue=False).works[base].license is None
    assert fake.asked == ["me/x", base] * 2


def test_the_hub_may_be_asked_for_what_is_only_named():
    fake = FakeHub({"a/b": {"license": "gpl-3.0", "base_model": "a/c"}, "a/c": {}})
    known = Known((hub.hub_source(client=fake),))
    data = {"id": "me/x", "cardData": {"license": "mit", "base_model": ["a/b", "a/gone"]}}
    lineage = from_response(data, known=known)
    assert lineage.works["a/b"].license == "gpl-3.0"
    assert set(lineage.works) == {"me/x", "a/b", "a/c", "a/gone"}
    assert fake.asked == ["a/b", "a/gone", "a/c"]


def test_no_more_than_the_limit_is_asked_for():
    chain = {f"o/m{n}": {"base_model": f"o/m{n + 1}"} for n in range(50)}
    fake = FakeHub(chain)
    lineage = hub.from_hub("o/m0", client=fake, limit=3)
    assert fake.asked == ["o/m0", "o/m1", "o/m2"]
    assert list(lineage.works) == ["o/m0", "o/m1", "o/m2", "o/m3"]
    assert "not looked up" in lineage.findings[0].message


def test_known_works_are_not_asked_for():
    fake = FakeHub({"me/x": {"base_model": "a/b"}})
    lineage = hub.from_hub("me/x", client=fake, known={"a/b": Work("a/b", license="mit")})
    assert fake.asked == ["me/x"]
    assert lineage.works["a/b"].license == "mit"


def test_a_renamed_model_belongs_to_its_new_owner():
    fake = FakeHub({"me/x": {"base_model": "old/b"}, "old/b": {}}, names={"old/b": "new/b"})
    assert hub.from_hub("me/x", client=fake).works["old/b"].owner == "new"


def test_a_model_that_is_not_there_is_an_error():
    found = error_of(hub.from_hub, "me/nothing", client=FakeHub({}))
    assert (found.code, "`me/nothing`" in found.message) == (Code.UNKNOWN_WORK, True)


def test_a_circle_on_the_hub_is_an_error():
    fake = FakeHub({"a/b": {"base_model": "c/d"}, "c/d": {"base_model": "a/b"}})
    assert error_of(hub.from_hub, "a/b", client=fake).code is Code.CYCLE


@pytest.mark.parametrize(
    "error", [ConnectionError("no route"), TimeoutError(), OSError("\x1b[31m")]
)
def test_a_network_that_fails_is_one_clear_error(error):
    found = error_of(hub.from_hub, "me/x", client=FakeHub({"me/x": error}))
    assert found.code is Code.HUB_UNREACHABLE
    assert found.message.isprintable()


def test_the_clients_own_failures_are_reported():
    from huggingface_hub.errors import HfHubHTTPError

    error = HfHubHTTPError("500", response=SimpleNamespace(headers={}, request=None))
    found = error_of(hub.from_hub, "me/x", client=FakeHub({"me/x": error}))
    assert found.code is Code.HUB_UNREACHABLE
