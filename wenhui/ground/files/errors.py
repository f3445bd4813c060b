"""What can be wrong with a file; each message is a sentence for the reader."""


class FileError(ValueError):
    """A file cannot be taken or found."""


class RefusedError(FileError):
    """This is no photo or short video that can be taken; the message says why and what to do."""


class StoreError(FileError):
    """The store cannot keep or give anything at the moment."""


class MissingError(FileError):
    """The store holds nothing under this key."""
