"""Photos and short videos of cases: the rules, what pages do with them, drawn scenes for the demonstration."""
