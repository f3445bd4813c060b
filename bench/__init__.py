"""Side-by-side measurements: ratios within one run, so that a slow machine judges no worse than a fast one."""
