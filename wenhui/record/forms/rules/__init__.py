"""Rules of forms: moves, periods, what is asked again, how a cell is filled. No Django, no clock."""
