"""What an office learns from its own closed cases: which type, platform, urgency and unit the words of a case speak for.

Its nouns: a *lesson* is the closed cases as texts with what people decided; an *edition* is what was learnt from one,
measured on the newest cases, which it had not seen; a *guess* is what the edition in force says of one text, with its
confidence and the closed cases nearest to it. Nothing is ever written by a guess: a person chooses, and what they chose is
kept beside it.

What is kept of the texts: numbers in place of pieces of words, and of pieces only those that three cases hold or the
catalogue names; longer digits are left out before. Which cases are near is kept as their ids, and whoever may not see a case
is not told of it.
"""
