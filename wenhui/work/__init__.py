"""What must be done, and by whom: cases."""
