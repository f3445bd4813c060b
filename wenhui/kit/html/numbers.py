"""How numbers are written: thousands comma, one decimal for percentages, true minus, a dash for what is not known."""

from decimal import ROUND_HALF_UP, Decimal

UNKNOWN = "—"
MINUS = "\N{MINUS SIGN}"


def number(value: float | Decimal | None, decimals: int = 0) -> str:
    """Return `value` with thousands commas, rounded half up as people do; `—` when it is not known."""
    if value is None:
        return UNKNOWN
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    if exact == 0:
        exact = abs(exact)  # no minus before a nought
    return f"{exact:,f}".replace("-", MINUS)


def percent(share: float | Decimal | None, decimals: int = 1) -> str:
    """Return a share between 0 and 1 as a percentage, `96.4 %`; `—` when it is not known."""
    if share is None:
        return UNKNOWN
    return f"{number(Decimal(str(share)) * 100, decimals)} %"


def signed(value: float | Decimal | None, decimals: int = 0) -> str:
    """Return a change with its sign, `+3` or `−8`; nought has none."""
    written = number(value, decimals)
    return f"+{written}" if value is not None and value > 0 and written.strip("0.,") else written
