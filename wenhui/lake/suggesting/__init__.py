"""Which label a text most likely has, learnt from texts that people labelled; with a confidence that means something.

Its nouns: a *model* is learnt from texts and their labels (a type, a platform, an urgency, a unit: one model each); a
*suggestion* is a label with its confidence, the runner-up, the nearest texts it was learnt from by their keys, and the words
that spoke for it. A model keeps codes and weights, never a text. `docs/suggesting.md` says how to judge one. Whether a
suggestion is followed is decided above.
"""
