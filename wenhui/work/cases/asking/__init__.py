"""What needs an approver: how much of it a case may have, and how it reads on a card. The writes are in `actions`."""
