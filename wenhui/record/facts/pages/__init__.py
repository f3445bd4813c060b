"""The pages of facts: what was ever said of one attribute, and where providers differ."""
