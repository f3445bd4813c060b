"""Walls of figures for each level and post: tiles, map, what is due, explanations.

Asks `ground/tally` and the modules' queries; owns no table that counts; changes others only by calling their actions.
"""
