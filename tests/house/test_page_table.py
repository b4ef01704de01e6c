"""Every page and form of the desk stands for a verb, so that none is open by oversight."""

from servanda.core.people.page_table import (
    ABOUT_TABLE,
    DESK_VERBS,
    FORM_TABLE,
    OPEN_ROUTES,
    PAGE_TABLE,
    row_at_the_desk,
)
from servanda.core.people.roles import Access, Role
from servanda.core.people.verb_table import VERB_TABLE
from servanda.node.urls import page_routes


def test_every_route_stands_in_just_one_table_so_that_none_is_open_by_oversight() -> None:
    names = [str(route.name) for route in page_routes]
    tables = [*PAGE_TABLE, *ABOUT_TABLE, *FORM_TABLE, *OPEN_ROUTES]

    assert sorted(names) == sorted(tables)


def test_every_verb_that_a_page_or_form_stands_for_has_its_row() -> None:
    rows = [*PAGE_TABLE.values(), *ABOUT_TABLE.values()]
    named = [verb for row in rows for verb in (row.verb, row.sealed) if verb]

    for verb in (*named, *FORM_TABLE.values()):
        assert row_at_the_desk(verb) is not None, verb
    assert not DESK_VERBS.keys() & VERB_TABLE.keys()


def test_no_page_shows_words_of_bodies_to_an_administrator() -> None:
    for row in PAGE_TABLE.values():
        plain, sealed = row_at_the_desk(row.verb), row_at_the_desk(row.sealed)
        assert plain is not None
        assert plain.access is Access.METADATA
        assert sealed is None or Role.ADMINISTRATOR not in sealed.roles
    for row in ABOUT_TABLE.values():
        for one in (row_at_the_desk(row.verb), row_at_the_desk(row.sealed)):
            is_sealed = one is not None and one.access is not Access.METADATA
            assert not is_sealed or one is None or Role.ADMINISTRATOR not in one.roles
