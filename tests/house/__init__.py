"""House tests: the conventions of `house-style` that a machine can hold."""
