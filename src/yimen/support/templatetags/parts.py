"""Form fields in the house's dress: `{{ field|styled }}`, and what `parts/_field.html` asks."""

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def styled(field: BoundField) -> SafeString:
    """The field's widget with the class of its kind; Django adds the aria attributes itself."""
    widget = field.field.widget
    classes = [widget.attrs.get("class", ""), _class_of(widget)]
    return field.as_widget(attrs={"class": " ".join(filter(None, classes))})


@register.filter
def kind(field: BoundField) -> str:
    """How the field is drawn: `choices` (radio cards, boxes), `check` (one box) or `input`."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "input"


def _class_of(widget: forms.Widget) -> str:
    if isinstance(widget, forms.Textarea):
        return "textarea"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxInput | forms.CheckboxSelectMultiple):
        return ""
    if isinstance(widget, forms.Select):
        return "select"
    return "input"
