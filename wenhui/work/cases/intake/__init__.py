"""How a case comes in: what may be the same matter, where it is laid, who said it and whether they heard, what comes back.

The writes are in `actions`; here are the questions, the pages and the pure scorer.
"""
