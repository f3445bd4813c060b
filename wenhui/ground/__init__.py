"""Who may, where, what counts, what changed: accounts, areas, tally, journal."""
