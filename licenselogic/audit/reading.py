"""Rows of tags to licences and to what each work was made from, as the readers of cards tell it.

Words are looked up by the readers themselves, once for each distinct word of the table; the rest is
joins.  What rows say alike, their shape, is read once.  For every row the result is that of
`readers.listing.card_of`.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from licenselogic.audit.store import Store
from licenselogic.base.diagnostics import ExpressionError
from licenselogic.library.expressions import parse_expression
from licenselogic.library.library import Library
from licenselogic.readers.card_license import license_of
from licenselogic.readers.card_upstream import source_of
from licenselogic.readers.fields import Fields, Notes
from licenselogic.readers.infer import (
    NAMES,
    Hint,
    choose,
    made_from_another,
    relation_of,
    stated_relations,
)
from licenselogic.readers.listing import WHOLE
from licenselogic.readers.names import full_name, names_nothing, read_name

UNREADABLE = "LicenseRef-unreadable"
"""Stands for an expression that does not follow SPDX: a licence that nobody knows."""

_NAMED = "(row BIGINT, name VARCHAR, dataset BOOLEAN, how VARCHAR, inferred BOOLEAN)"


MODEL_TAGS = {"license": "license:", "base": "base_model:", "data": "dataset:", "plain": ""}
"""The columns of tags that models are read with, and how these begin."""

DATASET_TAGS = {"license": "license:", "source": "source_datasets:"}
"""The same for datasets."""


def read_models(store: Store, library: Library) -> None:
    """Make `models` (row, id, license) and `models_named`: what each was made from, by name.

    An upstream without a name is a row without one.
    """
    _read_licenses(store, "models", library)
    store.run(f"CREATE OR REPLACE TABLE models_named {_NAMED}")
    _read_signs(store)
    _read_bases(store)
    store.run(_BASE_EDGES)
    store.run(_MERGED_EDGES)
    store.run(_NAMELESS_EDGES)
    _read_words(store, "models", "data", "dataset_word", lambda raw: (_work(raw, "dataset"),))
    store.run(_DATASET_EDGES)
    for table in ("sign", "base", "based", "dataset_word", "dataset_word_of"):
        store.run(f"DROP TABLE {table}")


def read_datasets(store: Store, library: Library) -> None:
    """Make `datasets` and `datasets_named`, as `read_models` does for models."""
    _read_licenses(store, "datasets", library)
    store.run(f"CREATE OR REPLACE TABLE datasets_named {_NAMED}")
    _read_words(store, "datasets", "source", "source_word", _source, "hidden BOOLEAN")
    store.run(_SOURCE_EDGES)
    store.run("DROP TABLE source_word_of")
    store.run("DROP TABLE source_word")


# Licences ---------------------------------------------------------------------------------------


def _read_licenses(store: Store, table: str, library: Library) -> None:
    """Look up each distinct list of licence tags; `other` may turn on the id of the work."""
    others = store.rows(f"""
        SELECT id FROM {table}_rows JOIN {table}_shapes USING (s) WHERE
        list_contains(list_transform(license, lambda t: lower(t)), 'license:other')""")
    known = [(id,) for (id,) in others if library.index.of_work(id)]
    store.put("license_id", {"id": "VARCHAR"}, known)
    store.run(f"""
        CREATE OR REPLACE TABLE license_own AS
        SELECT row, id AS whose, license AS found FROM {table}_rows JOIN license_id USING (id)
        JOIN {table}_shapes USING (s) WHERE len(license) > 0""")
    asked = store.rows(f"""
        SELECT DISTINCT '' AS whose, license AS found FROM {table}_shapes WHERE len(license) > 0
        UNION ALL SELECT whose, found FROM license_own""")
    type = "dataset" if table == "datasets" else "model"
    rows: list[tuple[Any, ...]] = []
    for whose, found in asked:
        text = license_of(whose, type, Fields({}, found), library, Notes(whose))
        rows.append((whose, found, _readable(text, library)))
    store.put("license_word", {"whose": "VARCHAR", "found": "VARCHAR[]", "text": "VARCHAR"}, rows)
    store.run(_LICENSES.format(table=table))
    for name in ("license_own", "license_word", "license_id"):
        store.run(f"DROP TABLE {name}")


_LICENSES = """
    CREATE OR REPLACE TABLE {table} AS
    WITH alike AS (
        SELECT s, text FROM {table}_shapes JOIN license_word ON whose = '' AND found = license),
    own AS (
        SELECT row, text FROM license_own o JOIN license_word w
        ON w.whose = o.whose AND w.found = o.found)
    SELECT row, id, CASE WHEN own.row IS NULL THEN alike.text ELSE own.text END AS license
    FROM {table}_rows LEFT JOIN alike USING (s) LEFT JOIN own USING (row)"""


def _readable(text: str | None, library: Library) -> str | None:
    try:
        parse_expression(text, library)
    except ExpressionError:
        return UNREADABLE
    return text


# Signs of how a model was made ------------------------------------------------------------------


def _read_signs(store: Store) -> None:
    """Make `sign`: for each shape that has any, the relation to one base, and what is shown."""
    tags = "SELECT DISTINCT unnest(plain) FROM models_shapes"
    plain = [row[0] for row in store.rows(tags) if row[0] is not None]
    libraries = store.rows("SELECT DISTINCT library FROM models_shapes WHERE library IS NOT NULL")
    words = {word: relation_of(word) for word in (*plain, *(row[0] for row in libraries))}
    told = [(word, word.casefold()) for word, relation in words.items() if relation]
    store.put("sign_word", {"word": "VARCHAR", "sign": "VARCHAR"}, told)
    store.run(_SIGNS)
    rows = [
        (signs, whole, *_meaning(signs, whole))
        for signs, whole in store.rows("SELECT DISTINCT signs, whole FROM signs")
    ]
    columns = {"signs": "VARCHAR[]", "whole": "BOOLEAN"}
    columns |= {"one": "VARCHAR", "merged": "BOOLEAN", "shown": "BOOLEAN"}
    store.put("sign_means", columns, rows)
    store.run("""
        CREATE OR REPLACE TABLE sign AS SELECT s, one, merged, shown
        FROM signs JOIN sign_means m ON m.signs = signs.signs AND m.whole = signs.whole""")
    for table in ("sign_word", "sign_means", "signs"):
        store.run(f"DROP TABLE {table}")


_IN_NAMES = {word: relation for relation, words in NAMES.items() for word in words}

MODEL_WORDS = f"""
    CASE WHEN regexp_matches(lower({{id}}), '{"|".join(_IN_NAMES)}') THEN
        list_sort(list_distinct(list_filter(
            string_split_regex(lower(split_part({{id}}, '/', -1)), '[-_.\\s]'),
            lambda word: word IN ({", ".join(f"'{word}'" for word in _IN_NAMES)})))) END"""
"""The words in the name of a model that are signs, as SQL: most names are told by a first look."""

_SIGNS = f"""
    CREATE OR REPLACE TABLE signs AS
    SELECT s, list_sort(list(DISTINCT sign)) AS signs, bool_or(sign = '') AS whole FROM (
        SELECT s, 't' || sign AS sign FROM
            (SELECT s, unnest(plain) AS tag FROM models_shapes) JOIN sign_word ON word = tag
        UNION ALL
        SELECT s, 't' || sign FROM models_shapes JOIN sign_word ON word = library
        UNION ALL
        SELECT s, 'n' || word FROM (SELECT s, unnest(words) AS word FROM models_shapes)
        UNION ALL
        SELECT s, '' FROM models_shapes WHERE list_has_any(plain, {sorted(WHOLE)})
    ) GROUP BY s HAVING max(sign) <> ''"""


def _meaning(signs: Iterable[str], whole: bool) -> tuple[str, bool, bool]:
    """Return the relation to one base, whether signs are of a merge, and whether any shows one."""
    found = [
        Hint(relation_of(sign[1:]) if sign[0] == "t" else _IN_NAMES[sign[1:]], sign[1:], "")
        for sign in signs
        if sign
    ]
    files = ("model.safetensors",) if whole else ()
    relations = {hint.relation for hint in found}
    return choose(relations), "merge" in relations, bool(made_from_another(found, files))


# Base models ------------------------------------------------------------------------------------


def _read_bases(store: Store) -> None:
    """Make `base`: the base models of each model, with the relations that are stated of each."""
    _read_words(store, "models", "base", "base_word", _base, "named VARCHAR, words VARCHAR[]")
    store.run(_BASES)
    store.run("DROP TABLE base_word_of")
    store.run("DROP TABLE base_word")
    store.run("""
        CREATE OR REPLACE TABLE based AS
        SELECT row, count(*) FILTER (NOT own AND folded IS NOT NULL) AS bases,
               coalesce(bool_or(folded IS NULL), false) AS unread FROM base GROUP BY row""")


def _base(raw: str) -> tuple[str | None, str, list[str]]:
    ((named, words),) = stated_relations([f"base_model:{raw}"]).items()
    return _work(named, "model"), named, list(words)


def _work(raw: str, type: str) -> str | None:
    """Return the id that a text names, or None for what names no work."""
    found = read_name(raw)
    if found is None:
        return None
    name = found.id.removeprefix("datasets/") if type == "dataset" else found.id
    return None if names_nothing(name, type) else full_name(name, type)


def _source(raw: str) -> tuple[str | None, bool]:
    told = source_of(raw)
    return (_work(told, "dataset") if told else None), told is None


def _read_words(
    store: Store, table: str, tags: str, name: str, look_up: Any, more: str = ""
) -> None:
    """Make `NAME_of` (s, place, raw) of a column of tags, and `NAME` of what each means."""
    start = len({**MODEL_TAGS, **DATASET_TAGS}[tags]) + 1
    store.run(f"""
        CREATE OR REPLACE TABLE {name}_of AS
        SELECT s, unnest({tags})[{start}:] AS raw, generate_subscripts({tags}, 1) AS place
        FROM {table}_shapes WHERE len({tags}) > 0""")
    columns = {"raw": "VARCHAR", "name": "VARCHAR"}
    columns |= dict(column.split() for column in more.split(", ") if column)
    store.put(name, columns, list(_looked_up(store, name, look_up)))


def _looked_up(store: Store, name: str, look_up: Any) -> Iterator[tuple[Any, ...]]:
    for (raw,) in store.rows(f"SELECT DISTINCT raw FROM {name}_of"):
        yield (raw, *look_up(raw))


_BASES = """
    CREATE OR REPLACE TABLE base AS
    WITH told AS (
        SELECT s, any_value(name) AS name, min(place) AS place,
               flatten(list(words ORDER BY place)) AS words
        FROM base_word_of o JOIN base_word w ON w.raw = o.raw GROUP BY s, named),
    alike AS (
        SELECT s, lower(name) AS folded, arg_min(name, place) AS name,
               coalesce(arg_max(words, place) FILTER (len(words) > 0), []) AS words
        FROM told GROUP BY s, folded)
    SELECT row, s, folded, name, folded = lower(id) AS own, words
    FROM models_rows JOIN alike USING (s)"""

_BASE_EDGES = """
    INSERT INTO models_named
    SELECT row, name, false, unnest(words), false FROM base
    WHERE NOT own AND folded IS NOT NULL AND len(words) > 0
    UNION ALL
    SELECT row, name, false, CASE WHEN bases > 1 THEN 'merge' ELSE coalesce(one, 'finetune') END,
           true
    FROM base JOIN based USING (row) LEFT JOIN sign USING (s)
    WHERE NOT own AND folded IS NOT NULL AND len(words) = 0"""

_MERGED_EDGES = """
    INSERT INTO models_named
    WITH told AS (
        SELECT s, tag FROM (
            SELECT DISTINCT s, unnest(plain) AS tag FROM models_shapes JOIN sign USING (s)
            WHERE merged)
        WHERE regexp_full_match(tag, '[\\w.\\-]+/[\\w.\\-]+'))
    SELECT row, tag, false, 'merge', true
    FROM models_rows JOIN told USING (s) LEFT JOIN based USING (row)
    WHERE coalesce(bases, 0) = 0 AND tag <> id"""

_NAMELESS_EDGES = """
    INSERT INTO models_named
    WITH hinted AS (
        SELECT row, one FROM models_rows JOIN sign USING (s) LEFT JOIN based USING (row)
        WHERE coalesce(bases, 0) = 0 AND shown
        UNION ALL
        SELECT row, one FROM based JOIN models_rows USING (row) LEFT JOIN sign USING (s)
        WHERE bases > 0 AND unread)
    SELECT row, NULL, false, coalesce(one, 'finetune'), true
    FROM hinted LEFT JOIN based USING (row)
    WHERE coalesce(bases, 0) > 0 OR row NOT IN (SELECT row FROM models_named)"""

_DATASET_EDGES = """
    INSERT INTO models_named
    WITH told AS (
        SELECT DISTINCT s, name FROM dataset_word_of o JOIN dataset_word w ON w.raw = o.raw
        WHERE name IS NOT NULL)
    SELECT row, name, true, 'trained_on', false FROM models_rows JOIN told USING (s)"""

_SOURCE_EDGES = """
    INSERT INTO datasets_named
    WITH told AS (
        SELECT DISTINCT s, name, hidden FROM source_word_of o JOIN source_word w ON w.raw = o.raw)
    SELECT DISTINCT row, name, true, 'incorporate', true FROM datasets_rows JOIN told USING (s)
    WHERE name IS NOT NULL AND lower(name) <> lower(id)
    UNION ALL
    SELECT DISTINCT row, NULL, true, 'incorporate', true FROM datasets_rows JOIN told USING (s)
    WHERE hidden"""
