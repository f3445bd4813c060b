"""House tests, browser journeys, faults and contracts; tests of one module stand beside its code."""
