"""The tree city › district › subdistrict › community › grid › building › stairwell unit › dwelling.

Nouns: Area, AreaCode, AreaSuccession, Estate, EstateBuilding. Labels are our own and never change; official codes are
dated attributes. Knows where things are, not who lives there (`record/registry`).
"""
