"""What a cell of somebody's table says, in the one form in which the registry keeps it. Column by column.

Canonical texts: dates `2024-03-09`, months `2024-03`, years `2024`, whole and decimal numbers without blanks or units,
money in yuan with two decimals, booleans `true` and `false`, codes of their table, ID numbers, phones and credit codes as
their own rules write them. Several values of one cell are joined by `SEVERAL`. Empty is empty.
"""

from wenhui.record.registry.rules.values.cells import Cell
from wenhui.record.registry.rules.values.columns import SEVERAL, Column, factor_of, read_column

__all__ = ["SEVERAL", "Cell", "Column", "factor_of", "read_column"]
