"""Rows of tags to licences and to what each work was made from, as the readers of cards tell it.

Words are looked up by the readers themselves, once for each distinct word of the table; the rest is
joins.  For every row the result is that of `readers.listing.card_of`.
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
    for table in ("sign", "base", "based", "dataset_word", "dataset_word_of", "signs"):
        store.run(f"DROP TABLE IF EXISTS {table}")


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
        SELECT id FROM {table}_rows WHERE len(license) > 0 AND
        list_contains(list_transform(license, lambda t: lower(t)), 'license:other')""")
    known = [(id,) for (id,) in others if library.index.of_work(id)]
    store.put("license_id", {"id": "VARCHAR"}, known)
    store.run(f"""
        CREATE OR REPLACE TABLE license_tags AS
        SELECT row, coalesce(k.id, '') AS whose, license AS found
        FROM {table}_rows r LEFT JOIN license_id k ON k.id = r.id WHERE len(license) > 0""")
    rows: list[tuple[Any, ...]] = []
    for whose, found in store.rows("SELECT DISTINCT whose, found FROM license_tags"):
        type = "dataset" if table == "datasets" else "model"
        text = license_of(whose, type, Fields({}, found), library, Notes(whose))
        rows.append((whose, found, _readable(text, library)))
    store.put("license_word", {"whose": "VARCHAR", "found": "VARCHAR[]", "text": "VARCHAR"}, rows)
    store.run(f"""
        CREATE OR REPLACE TABLE {table} AS
        SELECT r.row, r.id, w.text AS license FROM {table}_rows r
        LEFT JOIN license_tags t ON t.row = r.row
        LEFT JOIN license_word w ON w.whose = t.whose AND w.found = t.found""")
    for name in ("license_tags", "license_word", "license_id"):
        store.run(f"DROP TABLE {name}")


def _readable(text: str | None, library: Library) -> str | None:
    try:
        parse_expression(text, library)
    except ExpressionError:
        return UNREADABLE
    return text


# Signs of how a model was made ------------------------------------------------------------------


def _read_signs(store: Store) -> None:
    """Make `sign`: for each model that has any, the relation to one base, and what is shown."""
    tags = "SELECT DISTINCT unnest(plain) FROM models_rows"
    plain = [row[0] for row in store.rows(tags) if row[0] is not None]
    libraries = store.rows("SELECT DISTINCT library FROM models_rows WHERE library IS NOT NULL")
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
        CREATE OR REPLACE TABLE sign AS SELECT row, one, merged, shown
        FROM signs s JOIN sign_means m ON m.signs = s.signs AND m.whole = s.whole""")
    for table in ("sign_word", "sign_means"):
        store.run(f"DROP TABLE {table}")


_IN_NAMES = {word: relation for relation, words in NAMES.items() for word in words}

_SIGNS = f"""
    CREATE OR REPLACE TABLE signs AS
    SELECT row, list_sort(list(DISTINCT sign)) AS signs, bool_or(sign = '') AS whole FROM (
        SELECT row, 't' || sign AS sign FROM
            (SELECT row, unnest(plain) AS tag FROM models_rows) JOIN sign_word ON word = tag
        UNION ALL
        SELECT row, 't' || sign FROM models_rows JOIN sign_word ON word = library
        UNION ALL
        SELECT row, 'n' || part FROM (
            SELECT row, unnest(string_split_regex(lower(split_part(id, '/', -1)), '[-_.\\s]'))
                AS part FROM models_rows
            WHERE regexp_matches(lower(id), '{"|".join(_IN_NAMES)}'))
        WHERE part IN ({", ".join(f"'{word}'" for word in _IN_NAMES)})
        UNION ALL
        SELECT row, '' FROM models_rows WHERE list_has_any(plain, {sorted(WHOLE)})
    ) GROUP BY row HAVING max(sign) <> ''"""


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
    """Make `NAME_of` (row, place, raw) of a column of tags, and `NAME` of what each means."""
    start = len({**MODEL_TAGS, **DATASET_TAGS}[tags]) + 1
    store.run(f"""
        CREATE OR REPLACE TABLE {name}_of AS
        SELECT row, id, unnest({tags})[{start}:] AS raw, generate_subscripts({tags}, 1) AS place
        FROM {table}_rows WHERE len({tags}) > 0""")
    columns = {"raw": "VARCHAR", "name": "VARCHAR"}
    columns |= dict(column.split() for column in more.split(", ") if column)
    store.put(name, columns, list(_looked_up(store, name, look_up)))


def _looked_up(store: Store, name: str, look_up: Any) -> Iterator[tuple[Any, ...]]:
    for (raw,) in store.rows(f"SELECT DISTINCT raw FROM {name}_of"):
        yield (raw, *look_up(raw))


_BASES = """
    CREATE OR REPLACE TABLE base AS
    SELECT row, lower(name) AS folded, arg_min(name, place) AS name,
           bool_or(lower(name) = lower(id)) AS own,
           coalesce(arg_max(words, place) FILTER (len(words) > 0), []) AS words
    FROM (SELECT row, any_value(id) AS id, any_value(name) AS name, min(place) AS place,
                 flatten(list(words ORDER BY place)) AS words
          FROM base_word_of o JOIN base_word w ON w.raw = o.raw GROUP BY row, named)
    GROUP BY row, folded"""

_BASE_EDGES = """
    INSERT INTO models_named
    SELECT row, name, false, unnest(words), false FROM base
    WHERE NOT own AND folded IS NOT NULL AND len(words) > 0
    UNION ALL
    SELECT row, name, false, CASE WHEN bases > 1 THEN 'merge' ELSE coalesce(one, 'finetune') END,
           true
    FROM base JOIN based USING (row) LEFT JOIN sign USING (row)
    WHERE NOT own AND folded IS NOT NULL AND len(words) = 0"""

_MERGED_EDGES = """
    INSERT INTO models_named
    SELECT DISTINCT row, tag, false, 'merge', true
    FROM (SELECT row, id, unnest(plain) AS tag FROM models_rows JOIN sign USING (row)
          LEFT JOIN based USING (row) WHERE merged AND coalesce(bases, 0) = 0)
    WHERE regexp_full_match(tag, '[\\w.\\-]+/[\\w.\\-]+') AND tag <> id"""

_NAMELESS_EDGES = """
    INSERT INTO models_named
    SELECT row, NULL, false, coalesce(one, 'finetune'), true
    FROM (SELECT row FROM based UNION SELECT row FROM sign) LEFT JOIN based USING (row)
    LEFT JOIN sign USING (row)
    WHERE (coalesce(bases, 0) = 0 AND coalesce(shown, false)
           AND row NOT IN (SELECT row FROM models_named))
       OR (coalesce(bases, 0) > 0 AND unread)"""

_DATASET_EDGES = """
    INSERT INTO models_named
    SELECT DISTINCT row, name, true, 'trained_on', false
    FROM dataset_word_of o JOIN dataset_word w ON w.raw = o.raw WHERE name IS NOT NULL"""

_SOURCE_EDGES = """
    INSERT INTO datasets_named
    SELECT DISTINCT row, name, true, 'incorporate', true
    FROM source_word_of o JOIN source_word w ON w.raw = o.raw
    WHERE name IS NOT NULL AND lower(name) <> lower(id)
    UNION ALL
    SELECT DISTINCT row, NULL, true, 'incorporate', true
    FROM source_word_of o JOIN source_word w ON w.raw = o.raw WHERE hidden"""
