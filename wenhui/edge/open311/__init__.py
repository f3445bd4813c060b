"""Other programs and offices report and follow cases in the words of Open311 GeoReport v2, in both directions.

Nouns: Jurisdiction (开放辖区), Supplement (补充说明). A request is a case, a service a type of case that the office offers.
What becomes of a case, and who handles it, is left to cases; keys to accounts.
"""
