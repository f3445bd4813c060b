"""An invented year of cases for the demonstration; everything follows from a number and a moment."""
