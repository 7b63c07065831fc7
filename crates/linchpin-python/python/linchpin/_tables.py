"""Tables: Arrow streams with a door to each of the field's libraries."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow
    import xarray

SHOWN = 10


class ArrowStream(Protocol):
    """Anything with Arrow's C stream."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


class Table:
    """Rows in Arrow's memory form.

    Whatever reads the Arrow PyCapsule interface takes it as it is: ``pyarrow.table(t)``,
    ``polars.DataFrame(t)``, ``duckdb.sql("from t")``.
    """

    def __init__(self, stream: ArrowStream, digest: str | None = None) -> None:
        self._stream = stream
        #: SHA-256 over the rows, whatever their order; None for a table made in Python.
        self.digest = digest

    @classmethod
    def of_rows(cls, rows: list[dict[str, Any]]) -> Table:
        """A table of equal dicts."""
        import pyarrow

        return cls(pyarrow.Table.from_pylist(rows))

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._stream.__arrow_c_stream__(requested_schema)

    def to_arrow(self) -> pyarrow.Table:
        """A PyArrow table."""
        import pyarrow

        return pyarrow.table(self._stream)

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas data frame; text as categories, days as datetimes."""
        frame = self.to_arrow().to_pandas(date_as_object=False)
        return frame

    def to_polars(self) -> polars.DataFrame:
        """A Polars data frame."""
        import polars

        return polars.DataFrame(self._stream)

    def to_xarray(self, index: list[str], value: str | list[str]) -> xarray.Dataset:
        """A data set over ``index``, such as ``t.to_xarray(["scenario", "entity", "week"], "p50")``.

        Raises:
            ValueError: when two rows share an index, so that a value would be lost.
        """
        import xarray  # noqa: F401  pandas needs it

        values = [value] if isinstance(value, str) else value
        frame = self.to_pandas()[[*index, *values]]
        for name in index:
            if frame[name].dtype == "category":
                frame[name] = frame[name].astype(str)
        if frame.duplicated(index).any():
            raise ValueError(f"rows share {', '.join(index)}: name more columns, or filter first")
        data: xarray.Dataset = frame.set_index(index).to_xarray()
        return data

    @property
    def columns(self) -> list[str]:
        """Names of the columns."""
        return list(self.to_arrow().column_names)

    def __len__(self) -> int:
        return int(self.to_arrow().num_rows)

    def __repr__(self) -> str:
        return f"Table of {len(self)} rows: {', '.join(self.columns)}"

    def _repr_html_(self) -> str:
        table = self.to_arrow()
        heads = "".join(f"<th>{escape(name)}</th>" for name in table.column_names)
        cells = ("".join(f"<td>{escape(_shown(cell))}</td>" for cell in row.values()) for row in
                 table.slice(0, SHOWN).to_pylist())
        rows = "".join(f"<tr>{row}</tr>" for row in cells)
        more = f"<p>{table.num_rows - SHOWN} more rows</p>" if table.num_rows > SHOWN else ""
        return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{more}"


def _shown(cell: Any) -> str:
    if cell is None:
        return ""
    return f"{cell:.6g}" if isinstance(cell, float) else str(cell)
