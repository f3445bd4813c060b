"""The planted office for every test of this room."""

from wenhui.cockpit.testing import counted_office, visit

__all__ = ["counted_office", "visit"]
