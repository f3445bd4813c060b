"""Addresses of forms."""

from django.urls import path

from wenhui.record.forms.pages import admission, burden, filing, filling

app_name = "forms"

urlpatterns = [
    path("", admission.home, name="home"),
    path("new/", admission.new, name="new"),
    path("<int:form_id>/", admission.form, name="form"),
    path("<int:form_id>/edit/", admission.edit, name="edit"),
    path("<int:form_id>/columns/", admission.columns, name="columns"),
    path("<int:form_id>/decide/", admission.decide, name="decide"),
    path("<int:form_id>/fill/", filling.subjects, name="subjects"),
    path("<int:form_id>/fill/<int:number>/", filling.fill, name="fill"),
    path("<int:form_id>/file/", filing.file, name="file"),
    path("burden/", burden.table, name="burden"),
    path("filings/", filing.home, name="filings"),
    path("filings/<int:filing_id>/", filing.filing, name="filing"),
    path("filings/<int:filing_id>/print/", filing.receipt, name="receipt"),
]
