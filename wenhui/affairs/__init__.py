"""Lines of business over cases and registry; none of them knows another."""
