"""Who should handle a case: the office's decision table, its page, its spreadsheet, what a change of it would do."""
