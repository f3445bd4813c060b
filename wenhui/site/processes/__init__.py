"""The processes of one office, and the supervisor over them."""
