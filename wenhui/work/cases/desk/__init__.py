"""What a command room and a unit work from beside the board: dispatching many at once, a unit's own list, the map."""
