"""From a file's bytes to words about people, column by column: read, understood, linked. No step writes anything."""
