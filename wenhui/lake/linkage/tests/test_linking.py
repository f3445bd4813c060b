"""Links are found, cut into persons, the same every time, and the same for one record as for many."""

import numpy as np
import pytest

from wenhui.lake.linkage import clusters, comparing, evaluating, linking, tables
from wenhui.lake.linkage.comparing import Pairs
from wenhui.lake.linkage.index import Index
from wenhui.lake.linkage.model import Numbers
from wenhui.lake.linkage.records import Records
from wenhui.lake.linkage.tests import people


def rows(
    *, first: int = 0, every: int = 1, count: int = 900
) -> tuple[Records, dict[str, list[str]], set[tuple[str, str]]]:
    """Return a part of a table of 900 rows in normal form, as it was written, and the truth."""
    roles, keys, truth = people.table(people=800, copies=100)
    part = {role: texts[first:count:every] for role, texts in roles.items()}
    return tables.normal_roles(keys[first:count:every], part), part, truth


def test_duplicates_in_a_table_are_found() -> None:
    table, _, truth = rows()

    linkage = linking.link(table)

    verdict = evaluating.evaluate([(link.left, link.right) for link in linkage.links], sorted(truth))
    assert verdict.f1 > 0.97
    assert 0.4 <= linkage.model.threshold <= 0.5
    assert all(len(person) == 2 for person in linkage.persons)


def test_two_tables_are_linked_left_to_right() -> None:
    left, _, truth = rows(count=450)
    right, _, _ = rows(first=450)
    across = {pair for pair in truth if len({*pair} & {*left.keys}) == 1}

    linkage = linking.link(left, right)

    assert all(link.left in left.keys and link.right in right.keys for link in linkage.links)
    assert evaluating.evaluate([(link.left, link.right) for link in linkage.links], sorted(across)).f1 > 0.95


def test_few_doubts_inside_a_table_are_no_copies_and_many_copies_stay_copies() -> None:
    left, _, _ = rows(count=450)
    right, _, _ = rows(first=450)
    linkage = linking.link(left, right)
    inside = Pairs(np.arange(0, 200, 2, dtype=np.int32), np.arange(1, 201, 2, dtype=np.int32))

    doubts = linking._within_sides(np.array([0.6] + [1e-9] * 99), inside, linkage.rows, len(left), linkage.model)
    copies = linking._within_sides(np.full(100, 0.999999), inside, linkage.rows, len(left), linkage.model)

    assert doubts[0] < 0.2
    assert copies.min() > 0.99


def test_a_copied_row_on_the_left_keeps_both_its_partners() -> None:
    roles, keys, _ = people.table(people=400, copies=0)
    twice = tables.normal_roles(
        [*keys, *(f"{key}x" for key in keys)], {role: texts * 2 for role, texts in roles.items()}
    )

    linkage = linking.link(twice, tables.normal_roles(keys, roles))

    assert len(linkage.links) == 800
    assert {len(person) for person in linkage.persons} == {3}


def test_the_same_rows_give_the_same_links() -> None:
    one, two = linking.link(rows()[0]), linking.link(rows()[0])

    assert one.links == two.links
    assert one.model.to_json() == two.model.to_json()


def test_a_table_of_one_row_or_without_anything_known_gives_no_links() -> None:
    assert linking.link(tables.normal_roles(["a"], {"name": ["张伟"]})).links == []
    assert linking.link(tables.normal_roles(["a", "b"], {"name": ["", ""], "phone": ["", ""]})).links == []


def test_each_link_has_its_reasons() -> None:
    linkage = linking.link(rows()[0])

    reasons = linkage.reasons()

    assert len(reasons) == len(linkage.links)
    assert {name for why in reasons for name in why} == {"surname", "given", "birth", "phone", "address"}
    assert all(why["given"][1] > 0 for why in reasons if why["given"][0] == "equal")


def test_one_new_record_is_scored_as_in_a_batch() -> None:
    table, written, _ = rows()
    linkage = linking.link(table)
    index = Index(table)
    row_of = {key: row for row, key in enumerate(table.keys)}

    for link in linkage.links[:20]:
        new = {role: texts[row_of[link.left]] for role, texts in written.items()}
        found = {match.key: match for match in index.matches(new, linkage.model)}

        pair = Pairs(np.array([row_of[link.left]], np.int32), np.array([row_of[link.right]], np.int32))
        levels = comparing.levels(linkage.rows.encoded, pair)
        alone = linkage.model.probabilities(linkage.rows.encoded, pair, levels)
        assert found[link.right].probability == pytest.approx(alone[0], abs=1e-9)
        assert found[link.right].reasons == linkage.model.reasons(linkage.rows.encoded, pair, levels)[0]


def test_the_index_knows_a_new_row_at_once_and_forgets_one() -> None:
    table, _, _ = rows()
    model, index = linking.link(table).model, Index(table)
    new = {"name": "欧阳若曦", "birth_date": "1990/1/2", "phone": "12911112222"}

    assert index.matches(new, model) == []
    index.put("new", new)
    assert [match.key for match in index.matches(new, model)] == ["new"]
    index.put("new", new | {"birth_date": "1955-05-05", "phone": "", "name": "王海"})
    assert index.matches(new, model) == []
    index.put("new", new)
    index.remove("new")
    assert index.matches(new, model) == []
    assert len(index) == len(table)


def test_a_copy_between_twins_goes_to_one_of_them() -> None:
    sure = {(0, 2): 0.99, (1, 2): 0.6, (0, 1): 0.001}

    def score(pairs: Pairs) -> Numbers:
        return np.array([sure[pair] for pair in zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)])

    ties = Pairs(np.array([0, 1], np.int32), np.array([2, 2], np.int32))

    assert clusters.persons(3, ties, np.array([0.99, 0.6]), score) == [[0, 2]]


def test_three_copies_are_one_person_though_two_of_them_look_unlike() -> None:
    def score(pairs: Pairs) -> Numbers:
        return np.full(len(pairs), 0.2)

    ties = Pairs(np.array([0, 1], np.int32), np.array([1, 2], np.int32))

    assert clusters.persons(3, ties, np.array([0.999, 0.999]), score) == [[0, 1, 2]]
    assert clusters.pairs_of([[0, 1, 2]], None).left.tolist() == [0, 0, 1]
    assert clusters.pairs_of([[0, 1, 2]], 1).right.tolist() == [1, 2]


@pytest.mark.parametrize(
    ("links", "truth", "right"),
    [
        ([("a", "b")], [("b", "a")], 1),
        ([("a", "b"), ("b", "a")], [("a", "b")], 1),
        ([("1", "1"), ("1", "2"), ("3", "4")], [("1", "1"), ("2", "1"), ("3", "4")], 2),
        ([("1", "2"), ("3", "3")], [("2", "1"), ("3", "3")], 2),
        ([], [], 0),
    ],
)
def test_a_true_pair_counts_in_either_order(
    links: list[tuple[str, str]], truth: list[tuple[str, str]], right: int
) -> None:
    assert evaluating.evaluate(links, truth).right == right
