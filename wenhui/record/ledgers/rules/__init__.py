"""Rules of tables: what columns mean, what a question about rows says, how a known word is written in a form."""
