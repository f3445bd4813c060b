"""What is known: the registry."""
