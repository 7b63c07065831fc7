"""Tables: Arrow streams with a door to each of the field's libraries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from pathlib import Path as Folder
from typing import TYPE_CHECKING, Any, Protocol, overload

from linchpin._call import Path
from linchpin._errors import NotWritten, Refused, UsageError, perhaps
from linchpin._guess import OF_FRAMES, lookup

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow
    import xarray

SHOWN = 10
#: What a change is told as: 0.1 is a tenth, where texts say 10 %.
SHARE = "share of the baseline"
PER_CENT = "% of the baseline"


class ArrowStream(Protocol):
    """Anything with Arrow's C stream."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


class Table:
    """Rows in Arrow's memory form.

    Whatever reads the Arrow PyCapsule interface takes it as it is: ``pyarrow.table(t)``,
    ``polars.DataFrame(t)``, ``duckdb.sql("from t")``. It is also its rows, as dicts: ``for row in t``,
    ``pandas.DataFrame(t)``, ``t[0]``; ``t["scenario"]`` is a column, as a list.
    """

    def __init__(
        self,
        stream: ArrowStream,
        digest: str | None = None,
        *,
        units: Mapping[str, str] | None = None,
    ) -> None:
        self._stream = stream
        #: SHA-256 over the rows of the run's own columns, whatever their order; None for a table made in Python.
        self.digest = digest
        #: What columns are told in, where their name does not say it: ``{"change_p50": "share of the baseline"}``.
        self.units: dict[str, str] = dict(units or {})

    @classmethod
    def of_rows(cls, rows: list[dict[str, Any]], *, units: Mapping[str, str] | None = None) -> Table:
        """A table of equal dicts."""
        import pyarrow

        return cls(pyarrow.Table.from_pylist(rows), units=units)

    def per_cent(self) -> Table:
        """The same with changes in per cent, as texts tell them, where they are shares of the baseline."""
        import pyarrow.compute

        table = self.to_arrow()
        for at, name in enumerate(table.column_names):
            if self.units.get(name) == SHARE:
                table = table.set_column(at, name, pyarrow.compute.multiply(table[name], 100.0))
        told = {name: PER_CENT if unit == SHARE else unit for name, unit in self.units.items()}
        return Table(table, units=told)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._stream.__arrow_c_stream__(requested_schema)

    def to_arrow(self) -> pyarrow.Table:
        """A PyArrow table."""
        import pyarrow

        return pyarrow.table(self._stream)

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas data frame; text as categories, days as datetimes, units in ``frame.attrs["units"]``."""
        frame: pandas.DataFrame = self.to_arrow().to_pandas(date_as_object=False)
        if self.units:
            frame.attrs["units"] = dict(self.units)
        return frame

    def to_polars(self) -> polars.DataFrame:
        """A Polars data frame."""
        import polars

        return polars.DataFrame(self._stream)

    def to_xarray(self, index: list[str], value: str | list[str]) -> xarray.Dataset:
        """A data set over ``index``, such as ``t.to_xarray(["scenario", "entity", "week"], "p50")``.

        Raises:
            UsageError: when two rows share an index, so that a value would be lost.
        """
        import xarray  # noqa: F401  pandas needs it

        values = [value] if isinstance(value, str) else value
        frame = self.to_pandas()[[*index, *values]]
        for name in index:
            if frame[name].dtype == "category":
                frame[name] = frame[name].astype(str)
        if frame.duplicated(index).any():
            raise UsageError(f"rows share {', '.join(index)}: name more columns, or filter first")
        data: xarray.Dataset = frame.set_index(index).to_xarray()
        return data

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The rows as dicts."""
        for batch in self.to_arrow().to_batches(max_chunksize=4096):
            yield from batch.to_pylist()

    @overload
    def __getitem__(self, which: str) -> list[Any]: ...
    @overload
    def __getitem__(self, which: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, which: slice | list[str]) -> Table: ...
    def __getitem__(self, which: str | int | slice | list[str]) -> list[Any] | dict[str, Any] | Table:
        """A column by name, a row by number, some rows by a slice, some columns by a list of names.

        Raises:
            Refused: for a column or a row that is not there.
        """
        table = self.to_arrow()
        if isinstance(which, str):
            return Column(self._column(which), table[which].to_pylist())
        if isinstance(which, slice):
            start, stop, step = which.indices(table.num_rows)
            if step == 1:
                return Table(table.slice(start, max(stop - start, 0)), units=self.units)
            import pyarrow

            rows = pyarrow.array(range(start, stop, step), type=pyarrow.int64())
            return Table(table.take(rows), units=self.units)
        if isinstance(which, list) and all(isinstance(one, str) for one in which):
            return Table(table.select([self._column(one) for one in which]), units=self.units)
        if isinstance(which, (bool, list)) or not hasattr(which, "__index__"):
            raise UsageError(
                "a table gives a column by name, a row by number or a slice of rows; "
                "conditions are for data frames: losses.to_pandas()"
            )
        at = which.__index__()
        if not -table.num_rows <= at < table.num_rows:
            raise Refused(f"there is no row {at}: the table has {table.num_rows} rows, from 0 on")
        (row,) = table.slice(at % table.num_rows, 1).to_pylist()
        return dict(row)

    def _column(self, name: str) -> str:
        if name not in self.columns:
            near = perhaps(name, self.columns, f"its columns are {', '.join(self.columns)}")
            raise Refused(f"the table has no column `{name}`{near}")
        return name

    def head(self, rows: int = 5) -> Table:
        """The first rows."""
        return self[:rows]

    def tail(self, rows: int = 5) -> Table:
        """The last rows."""
        return self[max(len(self) - rows, 0):]

    @overload
    def to_csv(self, path: None = None) -> str: ...
    @overload
    def to_csv(self, path: Path) -> Folder: ...
    def to_csv(self, path: Path | None = None) -> str | Folder:
        """Writes the rows as CSV in UTF-8, numbers to the last digit; gives the text without a path.

        Raises:
            NotWritten: where the file cannot be written.
        """
        import csv
        import io

        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(row.values() for row in self)
        if path is None:
            return text.getvalue()
        try:
            # A file has the line ends of CSV whatever the system.
            Folder(path).write_bytes(text.getvalue().encode("utf-8"))
        except OSError as error:
            raise NotWritten(f"{path} cannot be written: {error.strerror}") from None
        return Folder(path)

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns."""
        table = self.to_arrow()
        return int(table.num_rows), int(table.num_columns)

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
        heads = "".join(f"<th>{escape(name)}{self._unit(name)}</th>" for name in table.column_names)
        cells = ("".join(f"<td>{escape(_shown(cell))}</td>" for cell in row.values()) for row in
                 table.slice(0, SHOWN).to_pylist())
        rows = "".join(f"<tr>{row}</tr>" for row in cells)
        more = f"<p>{table.num_rows - SHOWN} more rows</p>" if table.num_rows > SHOWN else ""
        return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{more}"

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            """First guesses: what data frames do, and columns behind a dot."""
            words = {} if name.startswith("_") else {one: f"to_pandas().{one}" for one in OF_FRAMES}
            if words and not hasattr(type(self), name):
                words |= {column: f'["{column}"]' for column in self.columns}
            return lookup(self, name, words, variable="table")

    def _unit(self, name: str) -> str:
        unit = self.units.get(name)
        return f"<br><small>{escape(unit)}</small>" if unit else ""


class Column(list[Any]):
    """A column of a table: a list of its values, which knows its name."""

    def __init__(self, name: str, values: Iterable[Any]) -> None:
        super().__init__(values)
        self.name = name

    def __reduce__(self) -> tuple[Any, ...]:
        return Column, (self.name, list(self))

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            """First guesses: what columns of data frames do."""
            words = {} if name.startswith("_") else {one: f'to_pandas()["{self.name}"].{one}' for one in OF_FRAMES}
            return lookup(self, name, words, variable="table")


class Draws(Table):
    """The parameters of every draw, one row a parameter and draw."""

    def wide(self) -> pandas.DataFrame:
        """One row a draw, by member; one column a parameter: what sensitivity tools read."""
        frame = self.to_pandas()
        frame["parameter"] = frame["parameter"].astype(str)
        wide = frame.pivot(index="member", columns="parameter", values="value")
        wide.columns.name = None
        return wide


#: A column of ids, the column of names beside it, and how an id is said.
Said = tuple[str, str, Callable[[str], str]]


def labelled(stream: ArrowStream, columns: list[Said]) -> pyarrow.Table:
    """A table with the name of each id in a column beside it."""
    import pyarrow

    table = pyarrow.table(stream)
    for ids, name, say in columns:
        if ids not in table.column_names:
            continue
        at = table.column_names.index(ids) + 1
        column = table[ids].combine_chunks()
        if not pyarrow.types.is_dictionary(column.type):
            column = column.dictionary_encode()
        said = [say(one) if one else None for one in column.dictionary.to_pylist()]
        names = pyarrow.array(said, type=pyarrow.string()).take(column.indices)
        table = table.add_column(at, name, names.dictionary_encode())
    return table


def _shown(cell: Any) -> str:
    if cell is None:
        return ""
    return f"{cell:.6g}" if isinstance(cell, float) else str(cell)
