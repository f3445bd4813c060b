"""Forms and their columns, how they came to be admitted, what was filled and filed, and the entry meter."""

from wenhui.record.forms.models.admission import Form, FormColumn, FormMove
from wenhui.record.forms.models.filing import EntryCount, FiledRow, Filing, Filling

__all__ = ["EntryCount", "FiledRow", "Filing", "Filling", "Form", "FormColumn", "FormMove"]
