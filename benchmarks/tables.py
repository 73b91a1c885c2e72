"""What assessing whole tables costs, beside other ways to apply the same tree to the same rows.

Run it: ``python benchmarks/tables.py [ROWS ...]``; 10,000, 1,000,000 and 10,000,000 rows
unless told. Needs the extra ``benchmarks``. Times are medians of interleaved rounds, each
way beside hand-written Polars in the same run, which runs twice to show the noise. Memory
is the peak above the input, each way in a process of its own, which gives back what it
frees: else what preparing the input left behind would be used, and not counted. A way
that is slow takes fewer rows, and everything is told per row.

The hand-written forms are three-valued, as a careful programmer writes them: the first
question whose answer is unknown ends in null. So they settle fewer rows than the exact
differential does, which the table counts; none of them checks its input.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, Final, TypeAlias

from spasm_ddx import MUSCLE_SPASM, Category, Presentation, Quantity, compile_tree, differential
from spasm_ddx.tables import DEFAULT_COLUMNS, assess_table, assessment_columns

#: What a library that has no types, or may not be installed, gives.
Foreign: TypeAlias = Any
#: A way: from the Polars table to what is prepared, and from that to the answers.
Way: TypeAlias = tuple[Callable[[Foreign], Foreign], Callable[[Foreign], Foreign]]

SIZES: Final = (10_000, 1_000_000, 10_000_000)
REFERENCE: Final = "Polars, by hand"
#: The most rows that a way takes, where it is slow.
MOST: Final = {
    "scikit-learn predict": 1_000_000,
    "zen-engine, row by row": 2_000,
    "differential, row by row": 2_000,
    "compile_tree, row by row": 2_000,
}
#: Settings of the C library's, Arrow's and Polars' allocators: what is freed is given back.
GIVEN_BACK: Final = {
    "MALLOC_TRIM_THRESHOLD_": "0",
    "MALLOC_MMAP_THRESHOLD_": "65536",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "_RJEM_MALLOC_CONF": "dirty_decay_ms:0,muzzy_decay_ms:0",
}
FEVER: Final = 38
LIMBS: Final = ["lower_leg", "foot", "thigh", "hand", "arm"]


def optional(module: str) -> Foreign:
    """A module of the ``benchmarks`` extra."""
    try:
        return import_module(module)
    except ImportError as error:
        msg = f"{error}; pip install -e '.[benchmarks]'"
        raise SystemExit(msg) from None


# -------------------------------------------------------------------------------- the rows


def people(count: int) -> Foreign:
    """A Polars table in which nine findings in ten are known, always the same one."""
    np, pl = optional("numpy"), optional("polars")
    chance = np.random.default_rng(20261124)
    columns: list[Foreign] = []
    for finding in Presentation.findings():
        if finding.name == "temperature_c":
            drawn = pl.Series(chance.uniform(35.5, 37.9, count))  # contradicts no fever
        elif isinstance(finding, Quantity):
            top = {"age_months": 600, "duration_s": 900}.get(finding.name, 4)
            drawn = pl.Series(chance.integers(int(finding.low), top, count)).cast(pl.Float64)
        elif isinstance(finding, Category):
            values = pl.Series([member.value for member in finding.members])
            codes = pl.Series(chance.integers(0, len(values), count))
            drawn = values.gather(codes).cast(pl.Enum(values))
        else:
            often = 0.5 if finding.name in {"pain", "rigidity"} else 0.04
            drawn = pl.Series(chance.random(count) < often)
        known = pl.Series(chance.random(count) < 0.9)  # noqa: PLR2004 - nine in ten
        columns.append(pl.select(pl.when(known).then(drawn).alias(finding.name)).to_series())
    return pl.DataFrame(columns)


# -------------------------------------------------------------------- the tree, by hand


def questions(
    of: Callable[[str], Foreign], among: Callable[[str, list[str]], Foreign]
) -> list[Foreign]:
    """The seven questions, three-valued wherever ``&``, ``|`` and ``~`` are."""
    fever, unconscious = of("fever"), of("impaired_consciousness")
    arched, rigid = of("opisthotonus"), of("rigidity")
    jerking, eyes = of("jerking"), of("eye_signs")
    systemic = of("tetanus_signs") | of("rabies_signs") | of("tetany_signs") | of("poisoning")
    generalized = among("extent", ["generalized"])
    sign = unconscious | jerking | eyes | arched | generalized | of("reported_convulsion")
    window = (of("age_months") >= 6) & (of("age_months") <= 48)  # noqa: PLR2004 - the source's
    febrile = fever & window & unconscious & of("serious_disease_excluded") & ~systemic
    febrile = febrile & ~of("low_blood_calcium") & ~of("known_epilepsy") & ~arched
    other = fever | of("stiff_neck") | of("serious_disease_suspected") | of("known_epilepsy")
    other = other | of("recurrent_without_recovery") | of("low_blood_calcium")
    other = other | of("acute_limb_or_face_sign") | of("nerve_or_vessel_signs")
    other = other | of("cramp_medicine")
    cramp = of("pain") & rigid & among("site", LIMBS) & (of("duration_s") < 600)  # noqa: PLR2004
    return [
        systemic & ~unconscious,
        sign,
        febrile,
        generalized & rigid & unconscious,
        among("extent", ["localized"]) & ~arched & (jerking | eyes),
        other,
        cramp,
    ]


KEYS: Final = [
    "systemic_cause_suspected",
    "febrile_convulsion",
    "generalized_tonic_convulsion",
    "localized_convulsion",
    "undetermined_convulsion",
    "spasm_needing_review",
    "benign_local_cramp",
]


def polars_by_hand(table: Foreign) -> Foreign:
    """One nested when/then of Polars, with an enum as its result."""
    pl = optional("polars")
    enum = pl.Enum(KEYS)

    def of(name: str) -> Foreign:
        column = pl.col(name)
        if name == "fever":  # a temperature of 38 or more shows one
            hot = pl.col("temperature_c").fill_nan(None) >= FEVER
            return pl.when(hot).then(pl.lit(value=True)).otherwise(column)
        return column.fill_nan(None) if name in {"age_months", "duration_s"} else column

    asked = questions(of, lambda name, values: pl.col(name).is_in(values))
    systemic, sign, febrile, generalized, localized, other, cramp = asked
    key = {name: pl.lit(name, dtype=enum) for name in KEYS}

    def ask(question: Foreign, yes: Foreign, no: Foreign) -> Foreign:
        return pl.when(question).then(yes).when(question.is_null()).then(None).otherwise(no)

    local = ask(localized, key["localized_convulsion"], key["undetermined_convulsion"])
    fit = ask(
        febrile,
        key["febrile_convulsion"],
        ask(generalized, key["generalized_tonic_convulsion"], local),
    )
    review = key["spasm_needing_review"]
    rest = ask(other, review, ask(cramp, key["benign_local_cramp"], review))
    whole = ask(systemic, key["systemic_cause_suspected"], ask(sign, fit, rest))
    return table.with_columns(diagnosis=whole)["diagnosis"]


class Kleene:
    """A three-valued NumPy array: where it is surely true, and where surely false."""

    def __init__(self, yes: Foreign, no: Foreign) -> None:
        self.yes, self.no = yes, no

    def __and__(self, other: Kleene) -> Kleene:
        return Kleene(self.yes & other.yes, self.no | other.no)

    def __or__(self, other: Kleene) -> Kleene:
        return Kleene(self.yes | other.yes, self.no & other.no)

    def __invert__(self) -> Kleene:
        return Kleene(self.no, self.yes)

    @property
    def unknown(self) -> Foreign:
        """Where it is neither."""
        return ~(self.yes | self.no)


class Numbers:
    """A NumPy column of floats in which NaN is unknown."""

    def __init__(self, values: Foreign) -> None:
        self.values = values

    def __ge__(self, end: float) -> Kleene:
        return Kleene(self.values >= end, self.values < end)

    def __le__(self, end: float) -> Kleene:
        return Kleene(self.values <= end, self.values > end)

    def __lt__(self, end: float) -> Kleene:
        return Kleene(self.values < end, self.values >= end)


def as_numpy(table: Foreign) -> Foreign:
    """Each column as NumPy holds it: floats with NaN, and codes with -1 for unknown."""
    pl = optional("polars")
    arrays: dict[str, Foreign] = {}
    for finding in Presentation.findings():
        column = table[finding.name]
        if isinstance(finding, Quantity):
            arrays[finding.name] = column.to_numpy()
        else:
            codes = column.to_physical() if isinstance(finding, Category) else column
            arrays[finding.name] = codes.cast(pl.Int8).fill_null(-1).to_numpy()
    return arrays


def np_select(arrays: Foreign) -> Foreign:
    """``numpy.select`` over the same questions; -1 is not settled."""
    np = optional("numpy")

    def of(name: str) -> Foreign:
        values = arrays[name]
        if values.dtype.kind == "f":
            return Numbers(values)
        yes = values == 1
        if name == "fever":
            yes = yes | (arrays["temperature_c"] >= FEVER)
        return Kleene(yes, values == 0)

    def among(name: str, values: list[str]) -> Foreign:
        members = MEMBERS[name]
        codes, wanted = arrays[name], [members.index(value) for value in values]
        found = np.isin(codes, wanted)
        return Kleene(found, ~found & (codes >= 0))

    systemic, sign, febrile, generalized, localized, other, cramp = questions(of, among)
    fits, calm = systemic.no & sign.yes, systemic.no & sign.no
    conditions = [
        systemic.yes,
        systemic.unknown | sign.unknown & systemic.no,
        fits & febrile.yes,
        fits & febrile.unknown,
        fits & generalized.yes,
        fits & generalized.unknown,
        fits & localized.yes,
        fits & localized.unknown,
        fits,
        calm & other.yes,
        calm & (other.unknown | cramp.unknown),
        calm & cramp.yes,
    ]
    return np.select(conditions, [0, -1, 1, -1, 2, -1, 3, -1, 4, 5, -1, 6], 5).astype(np.int8)


MEMBERS: Final = {
    finding.name: [str(member.value) for member in finding.members]
    for finding in Presentation.findings()
    if isinstance(finding, Category)
}


class Sql(str):
    """A piece of SQL that is put together with the operators of Python."""

    __slots__ = ()

    def __and__(self, other: str) -> Sql:
        return Sql(f"({self} AND {other})")

    def __or__(self, other: str) -> Sql:
        return Sql(f"({self} OR {other})")

    def __invert__(self) -> Sql:
        return Sql(f"(NOT {self})")

    def __ge__(self, end: object) -> Sql:  # type: ignore[override]  # a comparison in SQL
        return Sql(f"({self} >= {end})")

    def __le__(self, end: object) -> Sql:  # type: ignore[override]  # likewise
        return Sql(f"({self} <= {end})")

    def __lt__(self, end: object) -> Sql:  # type: ignore[override]  # likewise
        return Sql(f"({self} < {end})")


def duckdb_case(relation: Foreign) -> Foreign:
    """One CASE of SQL over the same questions, run by DuckDB."""

    def of(name: str) -> Foreign:
        if name == "fever":
            return Sql(f"(CASE WHEN temperature_c >= {FEVER} THEN true ELSE fever END)")
        return Sql(f'"{name}"')

    def among(name: str, values: list[str]) -> Foreign:
        return Sql(f"{name} IN ({', '.join(map(repr, values))})")

    def ask(question: str, yes: str, no: str) -> str:
        return f"CASE WHEN {question} THEN {yes} WHEN {question} IS NULL THEN NULL ELSE {no} END"

    key = [f"'{name}'" for name in KEYS]
    systemic, sign, febrile, generalized, localized, other, cramp = questions(of, among)
    fit = ask(febrile, key[1], ask(generalized, key[2], ask(localized, key[3], key[4])))
    rest = ask(other, key[5], ask(cramp, key[6], key[5]))
    whole = ask(systemic, key[0], ask(sign, fit, rest))
    kinds = ", ".join(key)
    return relation.project(f"({whole})::ENUM({kinds}) AS diagnosis").to_arrow_table()


# ------------------------------------------------------------------------- other engines


def as_floats(table: Foreign) -> Foreign:
    """One array of 32-bit floats, NaN where unknown, a column for each member."""
    np, pl = optional("numpy"), optional("polars")
    columns: list[Foreign] = []
    for finding in Presentation.findings():
        column = pl.col(finding.name)
        if isinstance(finding, Category):
            columns += [
                (column == value).alias(f"{finding.name} {value}")
                for value in MEMBERS[finding.name]
            ]
        else:
            columns.append(column)
    floats = table.select(pl.Expr.cast(each, pl.Float32) for each in columns)
    return np.ascontiguousarray(floats.to_numpy())


def scikit_learn() -> Way:
    """A decision tree that learnt from 50,000 people labelled by ours."""
    learnt = people(50_000)
    text = optional("polars").String
    labels = (
        assess_table(MUSCLE_SPASM, learnt, "diagnosis")["diagnosis"]
        .cast(text)
        .fill_null("not settled")
    )
    tree = optional("sklearn.tree").DecisionTreeClassifier(random_state=0)
    tree.fit(as_floats(learnt), labels.to_numpy())
    return as_floats, tree.predict


def zen_engine() -> Way:
    """One expression of zen-engine, which knows no unknown, evaluated row by row."""

    def among(name: str, values: list[str]) -> Foreign:
        return Sql(f"({name} in {json.dumps(values)})")

    asked = [
        re.sub(r"\bAND\b", "and", re.sub(r"\bOR\b", "or", re.sub(r"\bNOT\b", "not", each)))
        for each in questions(Sql, among)
    ]
    text = f"'{KEYS[4]}'"
    for question, key in ((asked[4], 3), (asked[3], 2), (asked[2], 1)):
        text = f"({question} ? '{KEYS[key]}' : {text})"
    rest = f"({asked[5]} ? '{KEYS[5]}' : ({asked[6]} ? '{KEYS[6]}' : '{KEYS[5]}'))"
    text = f"{asked[0]} ? '{KEYS[0]}' : ({asked[1]} ? {text} : {rest})"
    place = {"x": 0, "y": 0}
    content = {"expressions": [{"id": "1", "key": "diagnosis", "value": text}]}
    nodes: list[dict[str, Foreign]] = [
        {"id": "in", "type": "inputNode", "name": "in", "position": place},
        {"id": "do", "type": "expressionNode", "name": "do", "position": place, "content": content},
        {"id": "out", "type": "outputNode", "name": "out", "position": place},
    ]
    edges = [
        {"id": "a", "sourceId": "in", "targetId": "do", "type": "edge"},
        {"id": "b", "sourceId": "do", "targetId": "out", "type": "edge"},
    ]
    loader = {"type": "static", "content": {"tree": {"nodes": nodes, "edges": edges}}}
    engine = optional("zen").ZenEngine({"loader": loader})

    def known(table: Foreign) -> Foreign:
        # It has no unknown: a sign that is not known is taken as absent, and so on.
        usual: dict[str, Foreign] = dict.fromkeys(MEMBERS, "none")
        usual |= {f.name: 0.0 for f in Presentation.findings() if isinstance(f, Quantity)}
        return [
            {
                name: usual.get(name, False) if value is None else value
                for name, value in row.items()
            }
            for row in table.rows(named=True)
        ]

    return known, lambda rows: [engine.evaluate("tree", row) for row in rows]


def each_person(table: Foreign) -> Foreign:
    """The rows as presentations."""
    return [Presentation.from_dict(row) for row in table.rows(named=True)]


def ways() -> dict[str, Callable[[], Way]]:
    """Every way, prepared when it is asked for."""

    def same(table: Foreign) -> Foreign:
        return table

    def ours(columns: Foreign, prepared: Callable[[Foreign], Foreign] = same) -> Callable[[], Way]:
        def run(table: Foreign) -> Foreign:
            found = assess_table(MUSCLE_SPASM, table, columns)
            if not hasattr(found, "to_arrow_table"):
                return found  # it shares the columns of the input
            # A relation is a plan: only the answers are made, else a copy of the input is too.
            asked = [columns] if isinstance(columns, str) else columns
            return found.select(*asked).to_arrow_table()

        return lambda: (prepared, run)

    def arrow(table: Foreign) -> Foreign:
        return table.to_arrow()

    def pandas_arrow(table: Foreign) -> Foreign:
        return table.to_pandas(use_pyarrow_extension_array=True)

    def pandas_nullable(table: Foreign) -> Foreign:
        pl = optional("polars")
        return (
            table.cast({pl.Enum: pl.String})
            .to_pandas(use_pyarrow_extension_array=True)
            .convert_dtypes(dtype_backend="numpy_nullable")
        )

    def relation(table: Foreign) -> Foreign:
        pl = optional("polars")
        return optional("duckdb").connect().from_arrow(table.cast({pl.Enum: pl.String}).to_arrow())

    return {
        REFERENCE: lambda: (same, polars_by_hand),
        f"{REFERENCE}, again": lambda: (same, polars_by_hand),
        "ours, Polars: diagnosis": ours("diagnosis"),
        "ours, Polars: diagnosis, urgency": ours(DEFAULT_COLUMNS),
        "ours, Polars: all columns": ours(assessment_columns(MUSCLE_SPASM)),
        "ours, PyArrow: diagnosis": ours("diagnosis", arrow),
        "ours, PyArrow: all columns": ours(assessment_columns(MUSCLE_SPASM), arrow),
        "ours, pandas of PyArrow: diagnosis": ours("diagnosis", pandas_arrow),
        "ours, pandas of PyArrow: all": ours(assessment_columns(MUSCLE_SPASM), pandas_arrow),
        "ours, pandas nullable: diagnosis": ours("diagnosis", pandas_nullable),
        "ours, pandas nullable: all": ours(assessment_columns(MUSCLE_SPASM), pandas_nullable),
        "ours, DuckDB: diagnosis": ours("diagnosis", relation),
        "numpy.select, by hand": lambda: (as_numpy, np_select),
        "DuckDB CASE, by hand": lambda: (relation, duckdb_case),
        "scikit-learn predict": scikit_learn,
        "zen-engine, row by row": zen_engine,
        "differential, row by row": lambda: (
            each_person,
            row_by_row(lambda person: differential(MUSCLE_SPASM.tree, person)),
        ),
        "compile_tree, row by row": lambda: (
            each_person,
            row_by_row(compile_tree(MUSCLE_SPASM.tree)),
        ),
    }


def row_by_row(answer: Callable[[Presentation], Foreign]) -> Callable[[Foreign], Foreign]:
    """A function of one person as one of many."""
    return lambda rows: [answer(person) for person in rows]


def by_code(codes: Foreign) -> Foreign:
    """The conditions of the codes that ``np_select`` gives."""
    pl = optional("polars")
    code = pl.Series(codes)
    return pl.Series(KEYS).gather(pl.select(pl.when(code >= 0).then(code)).to_series())


# --------------------------------------------------------------------------- measuring


def taken(name: str, rows: int) -> int:
    """How many of the rows a way takes."""
    return min(rows, MOST.get(name, rows))


def times(table: Foreign, rounds: int) -> dict[str, float]:
    """Nanoseconds a row of each way, the median of interleaved rounds."""
    prepared: dict[str, tuple[Foreign, Callable[[Foreign], Foreign]]] = {}
    for name, way in ways().items():
        prepare, run = way()
        prepared[name] = prepare(table.head(taken(name, table.height))), run
    found: dict[str, list[float]] = {name: [] for name in prepared}
    for _ in range(rounds):
        for name, (rows, run) in prepared.items():
            start = time.perf_counter()
            run(rows)
            spent = time.perf_counter() - start
            found[name].append(spent / taken(name, table.height) * 1e9)
    return {name: statistics.median(each) for name, each in found.items()}


def peak_kib(field: str) -> int:
    """A figure that Linux tells of this process, in KiB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(rf"^{field}:\s+(\d+)", status, re.MULTILINE)[0])


def memory(name: str, file: str) -> None:
    """Print the peak memory of one way above its input, in bytes a row."""
    table = optional("polars").read_parquet(file)
    table = table.head(taken(name, table.height))
    prepare, run = ways()[name]()
    run(prepare(table.head(1000)))  # what is imported and compiled once is no part of it
    rows = prepare(table)
    before = peak_kib("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forget the peak so far
    answers = run(rows)
    print((peak_kib("VmHWM") - before) * 1024 / table.height)
    del answers


def measured_memory(name: str, file: str) -> float:
    """The peak memory of one way, measured in a process of its own."""
    command = [sys.executable, __file__, "--memory", name, file]
    settings = os.environ | GIVEN_BACK
    done = subprocess.run(command, capture_output=True, check=True, text=True, env=settings)
    return float(done.stdout)


def main(arguments: list[str]) -> None:
    """Print a table for each number of rows."""
    if arguments[:1] == ["--memory"]:
        memory(arguments[1], arguments[2])
        return
    pl = optional("polars")
    for rows in [int(float(each)) for each in arguments] or SIZES:
        table = people(rows)
        exact = assess_table(MUSCLE_SPASM, table, "diagnosis")["diagnosis"]
        by_hand = polars_by_hand(table)
        for answers in (by_hand, by_code(np_select(as_numpy(table)))):
            settled_alike = (exact.cast(pl.String) == answers.cast(pl.String)) | answers.is_null()
            assert settled_alike.all()  # noqa: S101 - the peers hold the same tree
        settled = [1 - column.null_count() / rows for column in (exact, by_hand)]
        print(f"\n{rows:,} rows; settled {settled[0]:.1%}, by hand {settled[1]:.1%}")
        print(f"{'':36}{'ns a row':>12}{'x by hand':>11}{'bytes a row':>13}")
        found = times(table, rounds=15 if rows < 10**6 else 7 if rows < 10**7 else 3)
        with tempfile.TemporaryDirectory() as folder:
            file = f"{folder}/people.parquet"
            table.write_parquet(file)
            del table
            for name, spent in found.items():
                peak = measured_memory(name, file)
                ratio = spent / found[REFERENCE]
                print(f"{name:36}{spent:12,.1f}{ratio:11.2f}{peak:13.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
