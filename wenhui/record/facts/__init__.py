"""What is said of persons, households, organisations and places, by whom and when (事实).

An *origin* (来源) is one form, ledger, visit, bridge or page through which a *provider* (提供方) speaks on one day. What it
says of one subject is a *statement* (陈述); cells equal to what is known already are one *confirmation* (确认无变化).
*Known* (已知) is what follows from all words in force: per attribute the word of the provider believed most; it can be
derived anew at any time and must come out the same. Providers that differ make a *conflict* (不一致): both words are kept,
and the one who is not believed is asked to correct.

Who exists, who lives where and what a household is, the registry says; forms and files are the ledgers' affair.
"""
