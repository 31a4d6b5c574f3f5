"""Parts of addresses."""


class CountyConverter:
    """Six digits of a county of the region (GB/T 2260: Inner Mongolia is 15)."""

    regex = r"15\d{4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class CodeConverter(CountyConverter):
    """Sixteen digits of a tracking code, without spaces."""

    regex = r"15\d{14}"
