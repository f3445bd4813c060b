"""The ways out of the house, one file each: lines of the exchange that meet one contract (`tests/test_contract.py`)."""
