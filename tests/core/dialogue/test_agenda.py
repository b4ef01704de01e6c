from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from servanda.core.dialogue.agenda import ORDER, AgendaItem, AgendaKind, in_agenda_order

ITEMS = st.lists(
    st.builds(
        AgendaItem,
        kind=st.sampled_from(AgendaKind),
        ref=st.text(max_size=4),
        about=st.text(max_size=2),
        due=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    ),
    max_size=12,
)


@given(items=ITEMS)
def test_every_item_stays_and_the_order_depends_on_no_other(items: list[AgendaItem]) -> None:
    found = in_agenda_order(items)

    assert sorted(map(repr, found)) == sorted(map(repr, items))
    assert list(in_agenda_order(reversed(items))) == list(found)
    places = [ORDER.index(one.kind) for one in found]
    assert places == sorted(places)


def test_of_one_kind_what_is_due_first_comes_first_and_what_has_no_day_last() -> None:
    def item(ref: str, due: date | None) -> AgendaItem:
        return AgendaItem(kind=AgendaKind.DISPUTE, ref=ref, due=due)

    late, soon, never = (
        item("late", date(2026, 9, 1)),
        item("soon", date(2026, 3, 1)),
        item("never", None),
    )
    assert in_agenda_order((never, late, soon)) == (soon, late, never)
