"""Programs are told what cases do (回调): the holder of a token names an address, and each step is sent there, signed.

Nouns: Hook (回调), Kind (what it is told of). Letters are left to the exchange; who may read what, to the token.
"""
