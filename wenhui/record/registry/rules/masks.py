"""What a list shows of a name or number: enough to tell rows apart on the phone, too little to copy."""

import re

from wenhui.record.registry.rules.names import split_surname


def mask_name(name: str) -> str:
    """Return the surname and two stars (`顾**`, `欧阳**`), whatever the length of the rest."""
    return f"{split_surname(name)[0]}**"


def mask_id_number(number: str) -> str:
    """Return the county's first four digits and the last four: `3301**********002X`. The birth date stays hidden."""
    return f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}"


def mask_phone(number: str) -> str:
    """Return the first two characters and the last four digits, with a star for each digit between: `12*****5678`."""
    return number[:2] + re.sub(r"\d", "*", number[2:-4]) + number[-4:]
