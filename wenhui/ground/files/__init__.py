"""Photos and short videos: taken by content, re-encoded, kept under the hash of their content, shown within the scope.

Nouns: File (附件), FilePlace (拍摄点). What is kept is our own copy; what was sent is not (docs/decisions/0010). Knows
areas and who may look, not what a photo is of: the rooms above link files to their own rows.
"""
