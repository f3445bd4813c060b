"""Evaluation (考评): each unit's figures for a period after the office's own formulas, frozen when they are published."""
