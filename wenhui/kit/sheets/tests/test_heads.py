"""Heads are found in forms of seventeen builds, and what stands around them is told apart."""

import pytest

from wenhui.kit.sheets import heads, opening, reading
from wenhui.kit.sheets.grid import Grid
from wenhui.kit.sheets.tests import making
from wenhui.kit.sheets.tests.department_forms import FORMS, Form


def _grid(form: Form) -> Grid:
    return reading.read(opening.open_file(making.saved(making.sheet(form.rows, merged=form.merged))))


def _read(*rows: list[object]) -> Grid:
    return reading.read(opening.open_file(making.saved(making.sheet(rows))))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.what)
def test_a_head_is_found_whatever_stands_around_it(form: Form) -> None:
    grid = _grid(form)

    found = heads.find(grid)

    assert len(found) == 1
    assert (found[0].bottom, found[0].first_row) == (form.bottom, form.first_row)
    assert [column.full_title for column in found[0].columns] == form.titles
    assert found[0].confidence >= 0.5
    assert str(form.bottom) in found[0].reasons[0].zh or found[0].levels > 1
