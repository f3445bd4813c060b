"""Wenhui (文晖): the working system of a Chinese subdistrict office.

The rooms, from the ground up: `kit`, `lake`, `ground`, `record`, `work`, `affairs`, then `edge`, `cockpit` and `door`,
and `site` on top. Imports go down only; `docs/map.md` draws the house.
"""
