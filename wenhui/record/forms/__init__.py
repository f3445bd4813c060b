"""What is asked of the office from above, whether it may be asked, how it is filled on screen, and what was filed (表单).

Every table asked for is a *form* (表单): who asks, on what ground, of which subjects, with which *columns* (表单列), how
often and until when. It is *admitted* (准入) before anybody fills it: a column that asks again what is held and fresh needs
a reason. A *filling* (填写) is one subject's form on the screen: what is known is shown and not asked; what is said goes to
the facts, and only answers to the form's own questions stay here. A *filing* (报送) freezes the rows of a period under a
receipt. What all this took is counted (录入计量), by who asked and never by who typed.

What an attribute is, the registry says; whose word is believed, the facts; departments' own spreadsheets are the ledgers'.
"""
