"""What can be wrong with an action on visits; each message is a sentence for the reader."""


class VisitsError(ValueError):
    """This cannot be done."""


class NotAllowedError(VisitsError):
    """The post does not allow it there."""


class UnknownHomeError(VisitsError):
    """There is no such front door, or not within sight."""


class UnknownAttributeError(VisitsError):
    """The dictionary has no such attribute, or it belongs to somebody the reason does not name."""


class NothingAskedError(VisitsError):
    """A reason needs something to ask or to tell, and a ground."""


class QuietTimeError(VisitsError):
    """Nobody knocks at this hour uninvited."""


class TooOftenError(VisitsError):
    """So many have knocked lately that this home is left in peace."""


class WrongMomentError(VisitsError):
    """A visit lies in the past, and not long ago."""


class NothingSaidError(VisitsError):
    """The outcome needs something more: whom, what, when."""


class HandOverError(VisitsError):
    """Homes cannot be handed over like this."""


class UnknownRosterError(VisitsError):
    """There is no such roster, or it has ended."""


class NoReasonError(VisitsError):
    """Phones in clear are printed only for a stated reason."""


class TooManyBuildingsError(VisitsError):
    """An emergency list is for some buildings, not for the whole office."""
