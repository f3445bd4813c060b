"""What can be wrong with an action on a case; each message is a sentence for the reader."""


class CaseError(ValueError):
    """A case cannot take this step."""


class UnknownCaseError(CaseError):
    """There is no such case, or not within sight."""


class WrongStageError(CaseError):
    """A case at this stage does not take this step."""


class NotAllowedError(CaseError):
    """This actor may not take this step with this case."""


class WaitsAlreadyError(CaseError):
    """Something asked for this case waits for its decision already."""


class DecidedAlreadyError(CaseError):
    """A request, an appeal or a family is decided once."""


class CapReachedError(CaseError):
    """The office allows no more of this for one case."""


class NothingGivenError(CaseError):
    """The step needs a reason, a note or a unit, and none was given."""


class TooManyPhotosError(CaseError):
    """A case has all the photos it may have."""


class UnknownUnitError(CaseError):
    """There is no such handling unit, or it has ended."""


class UnknownTypeError(CaseError):
    """There is no such type of case, or it has ended."""


class TooLateError(CaseError):
    """A case is reopened once, and not long after it was closed."""


class ReporterError(CaseError):
    """What was said of the reporter cannot be kept like that, or contradicts itself."""


class NotJoinableError(CaseError):
    """These two cases cannot be made one, or not parted."""


class NothingOwedError(CaseError):
    """Nobody waits for this answer, or not yet."""
