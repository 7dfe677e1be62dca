"""A project as software that depends on what its files name."""

import json

import jsonschema_rs
import pytest

import licenselogic as ll
from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import LineageError
from licenselogic.base.schemas import read_schema
from licenselogic.library.library import licenses
from licenselogic.lineage.work import Work
from licenselogic.readers.known import Known, works_in
from licenselogic.scan import files
from licenselogic.scan.scan import scan
from licenselogic.scan.text import render_scan

KNOWN = {"a/b": Work("a/b", "model", "llama2"), "c/d": Work("c/d", "dataset", "cc-by-4.0")}


@pytest.fixture
def project(tmp_path):
    def made(**contents):
        for name, text in contents.items():
            path = tmp_path / name.replace("__", "/").replace("_dot_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path

    return made


def read(folder, license=None):
    known = Known((works_in(KNOWN),))
    return scan(folder, known=known, library=licenses(), license=license)


def edges(found):
    return [(edge.work, edge.by) for edge in found.lineage.upstream[found.name]]


def codes(found):
    return [finding.code for finding in found.lineage.findings]


def test_the_project_depends_on_what_its_source_loads(project):
    folder = project(
        pyproject_dot_toml='[project]\nname = "app"\nlicense = "MIT"\n',
        src__x_dot_py="AutoModel.from_pretrained('a/b')\nload_dataset('c/d')\n",
    )
    found = read(folder)
    assert found.lineage.works["app"] == Work("app", "software", "MIT")
    assert edges(found) == [("a/b", "depends_on"), ("c/d", "depends_on")]
    assert found.lineage.works["c/d"] == KNOWN["c/d"]
    assert [use.place for use in found.uses["a/b"]] == ["src/x.py:1"]
    assert found.lineage.target() == "app"


def test_constants_of_other_modules_are_followed(project):
    folder = project(settings_dot_py="MODEL = 'a/b'", x_dot_py="m.from_pretrained(settings.MODEL)")
    assert list(read(folder).uses) == ["a/b"]


NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "source": ["m.from_pretrained('no/no')"]},
        {"cell_type": "code", "source": ["!pip install x\n", "%time y\n", "name = 'a/b'"]},
        {"cell_type": "code", "source": "out = !ls\nm.from_pretrained(name)"},
        {"cell_type": "code", "source": "%%bash\nls |"},
        {"cell_type": "code", "source": "def (:"},
    ]
}


def test_notebooks_are_read_cell_by_cell(project):
    found = read(project(x_dot_ipynb=json.dumps(NOTEBOOK)))
    (use,) = found.uses["a/b"]
    assert use.place == "x.ipynb#cell-3:2"
    assert codes(found).count(Code.UNREAD_FIELD) == 1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("model_name_or_path: a/b", ["a/b"]),
        ("train: {dataset: [c/d], image: x/y}", ["c/d"]),
        ("modelId: a/b", ["a/b"]),
        ("model: data/model.bin", []),
        ("model: plain", []),
        ("image: a/b", []),
        ("model: src/app", []),
    ],
)
def test_configuration_names_models_under_keys_that_say_so(project, text, names):
    folder = project(x_dot_yaml=text, src__app__y_dot_txt="")
    assert list(read(folder).uses) == names


@pytest.mark.parametrize(
    ("name", "text"),
    [("x.json", '{"base_model": "a/b"}'), ("x.toml", 'base_model = "a/b"'),
     ("x.yml", "base_model: a/b\n---\nx: 1")],
)  # fmt: skip
def test_configuration_has_many_forms(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    assert list(read(tmp_path).uses) == ["a/b"]


@pytest.mark.parametrize(
    ("contents", "license"),
    [
        ({"pyproject_dot_toml": "[project]\nlicense = {text = 'Apache-2.0'}"}, "Apache-2.0"),
        ({"pyproject_dot_toml": "[tool.poetry]\nlicense = 'MIT'"}, "MIT"),
        ({"package_dot_json": '{"license": "MIT"}'}, "MIT"),
        ({"setup_dot_cfg": "[metadata]\nlicense = MIT"}, "MIT"),
        ({"CITATION_dot_cff": "license: MIT"}, "MIT"),
        ({"README_dot_md": "---\nlicense: mit\nsdk: gradio\n---\n"}, "MIT"),
        ({"LICENSE": "All rights reserved"}, None),
        ({}, None),
        ({"package_dot_json": '{"license": "MIT"}', "setup_dot_cfg": "[metadata]\nlicense = ISC"},
         "MIT AND ISC"),
    ],
)  # fmt: skip
def test_the_licence_is_what_the_project_states(project, contents, license):
    found = read(project(**contents))
    assert found.lineage.works[found.name].license == license
    assert (Code.CONTRADICTORY_FACTS in codes(found)) == (license == "MIT AND ISC")


def test_a_licence_that_is_asked_about_stands_for_that_of_the_project(project):
    found = read(project(package_dot_json='{"license": "MIT"}'), "Apache-2.0")
    assert found.lineage.works[found.name].license == "Apache-2.0"


def test_the_card_of_a_space_names_models(project):
    found = read(project(README_dot_md="---\nsdk: gradio\nmodels: [a/b]\ndatasets: [c/d]\n---\n"))
    assert list(found.uses) == ["a/b", "c/d"]


def test_places_on_a_disk_loaders_and_what_is_not_ours_are_set_aside(project):
    folder = project(
        x_dot_py="m.from_pretrained('./out')\nm.from_pretrained('weights/x')\nload_dataset('csv')",
        weights__x__y_dot_txt="",
        venv__x_dot_py="m.from_pretrained('a/b')",
        _dot_hidden__x_dot_py="m.from_pretrained('a/b')",
        env2__pyvenv_dot_cfg="",
        env2__x_dot_py="m.from_pretrained('a/b')",
    )
    found = read(folder)
    assert found.uses == {}
    assert codes(found).count(Code.UNREAD_FIELD) == 2


def test_what_the_code_leaves_open_is_told(project):
    found = read(project(x_dot_py="def f(m): x.from_pretrained(m)"))
    assert [one.place for one in found.unnamed] == ["x.py:1"]
    assert Code.MISSING_UPSTREAM in codes(found)


@pytest.mark.parametrize(
    ("publish", "status"),
    [("share", "compatible"), ("service", "unknown"), ("internal", "unknown")],
)
def test_whoever_runs_a_program_must_know_what_it_loads(project, publish, status):
    found = read(project(x_dot_py="def f(m): x.from_pretrained(m)"), license="MIT")
    lineage = found.lineage.with_publish(found.name, publish)
    assert ll.check(lineage, found.name).status == status


@pytest.mark.parametrize(
    ("name", "content"),
    [("x.py", b"def (:"), ("x.py", b"\xff"), ("x.ipynb", b"[]"), ("x.json", b'{"model": '),
     ("x.yaml", b"model: [")],
)  # fmt: skip
def test_what_cannot_be_read_is_told(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    found = read(tmp_path)
    assert Code.UNREAD_FIELD in codes(found)


@pytest.mark.parametrize("head", ["%%writefile x.py", "%%python3", "%%time"])
def test_cells_that_write_or_time_python_are_read(project, head):
    cell = {"cell_type": "code", "source": f"{head}\nM.from_pretrained('a/b')"}
    timed = {"cell_type": "code", "source": "%time m = M.from_pretrained('e/f')"}
    folder = project(n_dot_ipynb=json.dumps({"cells": [cell, timed]}))
    assert list(read(folder).uses) == ["a/b", "e/f"]


def test_a_cell_that_writes_another_file_is_no_python(project):
    cell = {"cell_type": "code", "source": "%%writefile x.yaml\nmodel: a/b"}
    found = read(project(n_dot_ipynb=json.dumps({"cells": [cell]})))
    assert list(found.uses) == [] and Code.UNREAD_FIELD not in codes(found)


@pytest.mark.parametrize("text", ["model: https://huggingface.co/a/b", "x: &m a/b\nmodel: *m"])
def test_addresses_and_aliases_in_configuration_are_read(project, text):
    assert list(read(project(c_dot_yaml=text)).uses) == ["a/b"]


@pytest.mark.parametrize(
    ("name", "text"),
    [("pyproject.toml", "[project"), ("package.json", "{"), ("setup.cfg", "license"),
     ("CITATION.cff", "a: ["), ("README.md", "---\na: [\n---\n")],
)  # fmt: skip
def test_a_file_of_the_project_that_cannot_be_read_is_told(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    told = [f.message for f in read(tmp_path).lineage.findings if f.code is Code.UNREAD_FIELD]
    assert any(f"`{name}` says of" in message for message in told)


def test_a_file_that_is_no_text_is_told_in_a_sentence(tmp_path):
    (tmp_path / "x.py").write_bytes(b"\xff\xfe")
    (told,) = (f.message for f in read(tmp_path).lineage.findings if "x.py" in f.message)
    assert told == "what `x.py` names is not known: it is not UTF-8 text (line 1)"


def test_a_folder_that_is_none_is_an_error(tmp_path):
    (tmp_path / "x.py").write_text("")
    for name, says in (("gone", "give the folder"), ("x.py", "give the folder that it is in")):
        with pytest.raises(LineageError, match=says):
            read(tmp_path / name)


def test_what_is_not_named_stands_in_the_columns_of_the_rest(project):
    loads = "M.from_pretrained('some/rather-long-name')\nM.from_pretrained(name)\n"
    text = render_scan(read(project(a_dot_py=loads)))
    _, named, unnamed, *_ = text.splitlines()
    assert named.index(" model ") == unnamed.index(" model ")


def test_too_many_files_are_an_error(project, monkeypatch):
    monkeypatch.setattr(files, "MAX_FILES", 1)
    with pytest.raises(LineageError):
        read(project(a_dot_py="", b_dot_py=""))


def test_what_is_found_follows_the_published_schema(project):
    schema = jsonschema_rs.Draft202012Validator(read_schema("scan"))
    folder = project(x_dot_py="m.from_pretrained(given)\nload_dataset('c/d')\n")
    (folder / "x.ipynb").write_text(json.dumps(NOTEBOOK))
    (folder / "x.yaml").write_text("model: a/b\n")
    found = read(folder)
    assert {use.file.partition("#")[0] for uses in found.uses.values() for use in uses} == {
        "x.py", "x.ipynb", "x.yaml"
    }  # fmt: skip
    schema.validate(found.to_dict())
