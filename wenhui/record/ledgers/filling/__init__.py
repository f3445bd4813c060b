"""A department's blank form answered from what is held: rows in order of address, words in the form's own words.

    answer = filling.answer(opened, head, binding, area=area, conditions=(), clearance=…, today=today)

Nothing is written but the cells of the form's rows; what is not known stays blank and is told as a gap. The caller writes
the journal (`actions.fill`), because an answer shows whole columns uncovered.
"""

from wenhui.record.ledgers.filling.answering import Answer, Gap, Stale, answer
from wenhui.record.ledgers.filling.own import POSITIONS, WORKED_OUT, worked_out

__all__ = ["POSITIONS", "WORKED_OUT", "Answer", "Gap", "Stale", "answer", "worked_out"]
