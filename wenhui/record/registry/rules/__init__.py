"""Pure rules about identifiers and names: ID numbers, credit codes, phones, pinyin, masks, what a search text means."""
