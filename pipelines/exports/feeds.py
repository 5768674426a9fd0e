"""One feed of a mapping as one SELECT: source rows in, rows of a contract table out."""

from dataclasses import dataclass

from pipelines import instrument
from pipelines.contract_columns import Column
from pipelines.contract_tables import TABLES
from pipelines.exports.cells import sql_blanked, sql_canonical
from pipelines.exports.dates import AMBIGUOUS, sql_date, sql_date_fault
from pipelines.exports.mapping_rules import PLACEHOLDER, ROW_MARK, ColumnRule, Feed, Join
from pipelines.exports.matching import split_reference
from pipelines.exports.sources import ROW, Source, sql_condition
from pipelines.exports.text import sql_text, sql_trimmed

ORIGIN = ("_file", "_sheet", "_row")


@dataclass(frozen=True, kw_only=True)
class FeedQuery:
    """How a feed's rows are read."""

    feed: Feed
    sources: dict[str, Source]
    lists: dict[str, dict[str, str]]

    @property
    def titles(self) -> tuple[str, ...]:
        """The files and sheets it reads, as messages call them."""
        return tuple(part.found.sheet.title for part in self.sources[self.feed.source].parts)

    @property
    def typed_dates(self) -> bool:
        """Workbooks and Parquet know dates as such; those are never ambiguous."""
        names = (self.feed.source, *(join.source for join in self.feed.joins))
        parts = (part for name in names for part in self.sources[name].parts)
        return any(part.found.sheet.kind != "csv" for part in parts)

    @property
    def is_direct(self) -> bool:
        """Are its rows read straight from the file, those left out among them?"""
        return self.sources[self.feed.source].is_direct

    @property
    def origin(self) -> tuple[str, ...]:
        """The columns that say where a row comes from."""
        return ("_kind", "_row") if self.is_direct else ORIGIN

    @property
    def rules(self) -> tuple[ColumnRule, ...]:
        """Column rules whose columns were handed over."""
        return tuple(rule for rule in self.feed.columns if self._is_there(rule))

    def _is_there(self, rule: ColumnRule) -> bool:
        return (
            rule.constant is not None
            or rule.template is not None
            or any(self.cell(column) for column in rule.source_columns)
        )

    def cell(self, reference: str) -> str | None:
        """The SQL column a reference of the mapping means; None where it was not handed over."""
        name, column = split_reference(self.feed, reference)
        source = self.sources[name]
        found = source.column(column)
        if found is None:
            return None
        return f"b.{found}" if name == self.feed.source else f"{_alias(self.feed, name)}.{found}"

    def origin_rows(self) -> str:
        """SQL: which source rows this feed takes."""
        filled = [self.raw(rule) for _, rule in self.feed.answers]
        asked = f" AND coalesce({', '.join(filled)}) IS NOT NULL" if filled else ""
        return f"SELECT DISTINCT b._file, b._sheet, b._row FROM {self.source_rows()}{asked}"

    def source_rows(self) -> str:
        """SQL from FROM on: the base rows with joined ones beside, those left out taken away."""
        joins = "".join(self._join(number, join) for number, join in enumerate(self.feed.joins))
        tests = ["true" if self.is_direct else f"b._kind = {ROW}"]
        tests += [
            sql_condition(condition, self.cell(condition.column) or "NULL::VARCHAR")
            for condition in self.feed.where
        ]
        return f"{self.sources[self.feed.source].view} b{joins} WHERE {' AND '.join(tests)}"

    def _join(self, number: int, join: Join) -> str:
        """At most one row a key: where several differ, the cell is ambiguous and its row is refused."""
        source = self.sources[join.source]
        keys = [source.column(theirs) or "NULL" for _, theirs in join.on]
        trimmed = [f"{sql_trimmed(key)} AS key_{position}" for position, key in enumerate(keys)]
        cells = [
            f"CASE WHEN min({cell}) IS DISTINCT FROM max({cell}) OR count({cell}) NOT IN (0, count(*)) "
            f"THEN '{AMBIGUOUS}' ELSE any_value({cell}) END AS {cell}"
            for cell in source.columns.values()
        ]
        one = (
            f"(SELECT {', '.join([*trimmed, *cells])} FROM {source.view} WHERE _kind = {ROW} "
            f"GROUP BY {', '.join(f'key_{position}' for position in range(len(keys)))})"
        )
        alias = f"j{number}"
        ours = [f"{sql_trimmed(self.cell(our) or 'NULL')}" for our, _ in join.on]
        on = " AND ".join(f"{our} = {alias}.key_{position}" for position, our in enumerate(ours))
        return f" LEFT JOIN {one} {alias} ON {on}"

    def raw(self, rule: ColumnRule) -> str:
        """SQL: the text a column starts from, before it is made canonical; NULL when blank."""
        if rule.constant is not None:
            text = sql_text(rule.constant)
        elif rule.template is not None:
            text = self._filled(rule.template)
        else:
            cells = [cell for column in rule.source_columns if (cell := self.cell(column))]
            blanked = [sql_blanked(cell, rule.blanks) for cell in cells] or ["NULL::VARCHAR"]
            text = blanked[0] if len(blanked) == 1 else f"coalesce({', '.join(blanked)})"
        if not rule.where:
            return text
        tests = [sql_condition(test, self.cell(test.column) or "NULL::VARCHAR") for test in rule.where]
        return f"CASE WHEN {' AND '.join(tests)} THEN {text} END"

    def _filled(self, template: str) -> str:
        pieces = PLACEHOLDER.split(template)
        cells = [
            self._placed(piece) if position % 2 else sql_text(piece)
            for position, piece in enumerate(pieces)
            if piece
        ]
        return f"({' || '.join(cells)})"

    def _placed(self, name: str) -> str:
        if name == ROW_MARK:
            return "left(md5(b._file || b._sheet), 6) || '-' || b._row"
        return sql_trimmed(self.cell(name) or "NULL::VARCHAR")


def _alias(feed: Feed, source: str) -> str:
    return f"j{[join.source for join in feed.joins].index(source)}"


def sql_feed(query: FeedQuery) -> str:
    """SELECT of every contract column as text, and `d_<x>`, `f_<x>` (a DATE, or why none) for each date."""
    cells = [f"{query.raw(rule)} AS v_{rule.target}" for rule in query.rules]
    answers = [f"{query.raw(rule)} AS a_{item}" for item, rule in query.feed.answers]
    origin = [f"b.{name}" for name in query.origin]
    inner = f"SELECT {', '.join([*origin, *cells, *answers])} FROM {query.source_rows()}"
    table = TABLES[query.feed.table]
    made = {
        rule.target: _sql_made(rule, table.column(rule.target), query)
        for rule in query.rules
        if not rule.is_date
    }
    selected = [f"{made.get(name, 'NULL::VARCHAR')} AS {name}" for name in table.column_names]
    selected += _sql_dates(query)
    if query.feed.answers:
        return _sql_long(query, inner, selected)
    selection = f"SELECT {', '.join([*query.origin, *selected])} FROM ({inner})"
    if query.feed.is_distinct:
        grouped = ", ".join(str(number) for number in range(4, 4 + len(selected)))
        first = "arg_min(_file, _row) AS _file, arg_min(_sheet, _row) AS _sheet, min(_row) AS _row"
        return f"SELECT {first}, {', '.join(selected)} FROM ({inner}) GROUP BY {grouped}"
    return selection


def _sql_made(rule: ColumnRule, column: Column, query: FeedQuery) -> str:
    cell = f"v_{rule.target}"
    if rule.present is not None:
        made = f"CASE WHEN {cell} IS NOT NULL THEN {sql_text(rule.present)} END"
    elif rule.constant is not None and column.type != "month":
        made = cell
    else:
        made = _sql_if_clear(cell, sql_canonical(cell, column, rule, query.lists), query)
    return made if rule.blank is None else f"coalesce({made}, {sql_text(rule.blank)})"


def _sql_if_clear(cell: str, made: str, query: FeedQuery) -> str:
    """What two joined rows say differently is that, and not merely badly written."""
    return f"CASE WHEN {cell} = '{AMBIGUOUS}' THEN {cell} ELSE {made} END" if query.feed.joins else made


def _sql_dates(query: FeedQuery) -> list[str]:
    selected = []
    for rule in (rule for rule in query.rules if rule.is_date):
        stem = rule.target.removesuffix("_date")
        formats = (*rule.dates, "%Y-%m-%d", "%Y-%m-%d %H:%M:%S") if query.typed_dates else rule.dates
        cell = f"v_{rule.target}"
        day = sql_date(cell, tuple(dict.fromkeys(formats)))
        fault = _sql_if_clear(cell, sql_date_fault(cell, day, rule.dates), query)
        selected += [f"{day} AS d_{stem}", f"{fault} AS f_{stem}"]
    return selected


def _sql_long(query: FeedQuery, inner: str, selected: list[str]) -> str:
    """A wide survey: one row for each answer given. "Not applicable" of an item not for that role is none."""
    answer = TABLES["survey_answers"].column("answer")
    pairs = [
        f"{{'item': {sql_text(item)}, 'answer': {sql_canonical(f'a_{item}', answer, rule, query.lists)}}}"
        for item, rule in query.feed.answers
    ]
    plain = [name for name in selected if not name.endswith((" AS item", " AS answer"))]
    wide = f"SELECT {', '.join([*ORIGIN, *plain])}, unnest([{', '.join(pairs)}]) AS pair FROM ({inner})"
    columns = [
        *TABLES["survey_answers"].column_names,
        *(text.rpartition(" AS ")[2] for text in _sql_dates(query)),
    ]
    cells = [f"pair.{name}" if name in ("item", "answer") else name for name in columns]
    return (
        f"SELECT {', '.join([*ORIGIN, *cells])} FROM ({wide}) "
        f"WHERE pair.answer IS NOT NULL AND NOT ({_sql_not_asked(query)})"
    )


def _sql_not_asked(query: FeedQuery) -> str:
    for_others = []
    for item, _ in query.feed.answers:
        if item in instrument.ITEMS:
            roles = ", ".join(sql_text(role.value) for role in instrument.ITEMS[item].roles)
            for_others.append(f"(pair.item = {sql_text(item)} AND role NOT IN ({roles}))")
    tests = " OR ".join(for_others) or "false"
    return f"pair.answer = 'not_applicable' AND ({tests})"
