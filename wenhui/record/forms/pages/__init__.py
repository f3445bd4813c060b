"""Pages of forms: admission, filling on screen, filing. Complete without JavaScript."""
