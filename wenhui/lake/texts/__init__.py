"""What short texts are made of: one way of writing, words and pieces of words, weights; no Django, no database.

Its nouns: an *occurrence* is a piece (one to five characters, a word or two words) at a place in a text, known by its code,
a hash; a *vocabulary* is the codes a table of texts holds with the weight of each; a *vector* is a text as weights of codes.
Suggesting and families are built of these. Texts themselves are kept nowhere.
"""
