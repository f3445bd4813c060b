"""Papers of a case: which there are, what stands on them, the office's own templates (`docs/paper.md`)."""
