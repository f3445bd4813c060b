"""What two rooms use and what has no word of the office in it: clock, actor, privacy, scope, worktime, crypto, html."""
