"""Which calendar and policy hold where, and who is told as time runs out."""
