"""Faults: processes killed outright and started again; nothing may be lost and nothing doubled."""
