"""Pages of ledgers: blank forms filled; departments' tables imported. Complete without JavaScript."""
