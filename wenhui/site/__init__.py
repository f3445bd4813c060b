"""Settings, addresses, processes and the command line. Knows every room, decides nothing."""
