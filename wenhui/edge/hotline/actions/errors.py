"""What stands in the way of a ticket; each says why, in words for the one who asked."""


class TicketError(ValueError):
    """A ticket cannot be taken in, moved or decided; nothing was changed."""


class UnknownTicketError(TicketError):
    """There is no such ticket, or it lies out of sight."""


class NotAllowedError(TicketError):
    """The post of the one who asked does not hold what this needs."""


class WrongStateError(TicketError):
    """A ticket as it stands cannot take this step."""


class NothingGivenError(TicketError):
    """Words or a moment that this needs were not given."""


class DecidedAlreadyError(TicketError):
    """Somebody decided it before, or the same request waits already."""


class AheadError(TicketError):
    """Something is said to have happened on a day that has not come."""
