"""One problem, one case: intake, dispatch, clocks, verification.

Nouns: Case (事件 and 案卷 are one table), CaseMove, CaseType, Unit (处置单位). What is told to people is
left as a row for `edge`; the office's rules (limits, routes) are rows of the catalogue.
"""
