"""`abacist review`: looks at the answers that Abacist was not sure of, and says what is right."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from abacist.apps.commands.options import AsJson
from abacist.apps.console import print_answer, print_json, show
from abacist.apps.extras import need_serve
from abacist.apps.tongue import interface_language, tell
from abacist.core.language import Message
from abacist.core.outcome import Outcome

if TYPE_CHECKING:
    from abacist.apps.reviewing import Reviewing
    from abacist.store.reviews import Review

__all__ = ["HELP", "app"]

HELP = (
    "Review answers that Abacist was not sure of: accept, correct or reject them.",
    "复核 Abacist 没有把握的答案：接受、更正或否定。",
)

app = typer.Typer(help=tell(*HELP), no_args_is_help=True)

_Id = Annotated[
    str,
    typer.Argument(metavar="ID", help=tell("as listed, or its beginning", "列表中的编号或其开头")),
]
_Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL",
        help=tell("by default that of the settings", "默认采用设置中的数据库"),
    ),
]
_By = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", help=tell("who says so", "复核人")),
]
_Note = Annotated[str, typer.Option("--note", metavar="TEXT", help=tell("a remark", "备注"))]
_Everywhere = Annotated[
    bool,
    typer.Option(
        "--everywhere",
        help=tell(
            "the problem was read rightly: so it holds for every wording of it",
            "题意理解无误，因此对同一题的任何表述都适用",
        ),
    ),
]


@app.command("list", help=tell("List the answers that wait.", "列出待复核的答案。"))
def list_reviews(
    status: Annotated[
        str,
        typer.Option(metavar="STATUS", help="open, accepted, corrected, rejected, all"),
    ] = "open",
    most: Annotated[
        int, typer.Option("--most", min=1, max=10_000, help=tell("at most so many", "最多列出条数"))
    ] = 50,
    database: _Database = None,
    as_json: AsJson = False,
) -> int:
    """Lists reviews, the least certain first."""
    with _reviewing(database) as reviewing:
        found = reviewing.reviews.list(_status(status), limit=most)
        waiting = reviewing.reviews.count()
    if as_json:
        from abacist.apps.reviewing import shown

        print_json([shown(each).model_dump(mode="json") for each in found])
    elif not found:
        sys.stdout.write(tell("Nothing waits for review.\n", "没有待复核的答案。\n"))
    else:
        show(_table(found))
        if waiting > len(found):
            sys.stdout.write(tell(f"{waiting} wait in all.\n", f"共有 {waiting} 条待复核。\n"))
    return 0


@app.command("show", help=tell("Show an answer as it was given.", "显示当时给出的答案。"))
def show_review(id: _Id, database: _Database = None, as_json: AsJson = False) -> int:
    """Shows one review with its whole answer."""
    from abacist.apps.reviewing import shown_whole

    with _reviewing(database) as reviewing:
        review = reviewing.reviews.find(id)
    if as_json:
        print_json(shown_whole(review))
        return 0
    sys.stdout.write(f"{review.answer.problem}\n\n")
    print_answer(review.answer)
    sys.stdout.write("\n" + _state(review))
    return 0


@app.command("accept", help=tell("Answer and reading are right.", "答案和题意理解都正确。"))
def accept(
    id: _Id,
    by: _By = None,
    note: _Note = "",
    database: _Database = None,
    as_json: AsJson = False,
) -> int:
    """Accepts an answer."""
    with _reviewing(database) as reviewing:
        review = reviewing.accept(id, by=by or getpass.getuser(), note=note)
        return _told(review, reviewing, as_json)


@app.command("correct", help=tell("Say what is right instead.", "给出正确答案。"))
def correct(
    id: _Id,
    answer: Annotated[
        str, typer.Argument(metavar="ANSWER", help=tell("the right answer", "正确答案"))
    ] = "",
    outcome: Annotated[
        Outcome,
        typer.Option(
            metavar="OUTCOME",
            help=tell(
                "where it is none: no_solution, infinitely_many, divergent, undefined",
                "若无答案可写：no_solution、infinitely_many、divergent、undefined",
            ),
        ),
    ] = Outcome.SOLVED,
    everywhere: _Everywhere = False,
    by: _By = None,
    note: _Note = "",
    database: _Database = None,
    as_json: AsJson = False,
) -> int:
    """Corrects an answer: for this text, or for every wording of the problem."""
    from abacist.store.reviews import Correction

    correction = Correction(answer=answer.strip(), outcome=outcome)
    with _reviewing(database) as reviewing:
        review = reviewing.correct(
            id, correction, by=by or getpass.getuser(), note=note, scope=_scope(everywhere)
        )
        return _told(review, reviewing, as_json)


@app.command("reject", help=tell("The answer is wrong.", "答案有误。"))
def reject(
    id: _Id,
    everywhere: _Everywhere = False,
    by: _By = None,
    note: _Note = "",
    database: _Database = None,
    as_json: AsJson = False,
) -> int:
    """Rejects an answer: it is withheld from now on."""
    with _reviewing(database) as reviewing:
        review = reviewing.reject(
            id, by=by or getpass.getuser(), note=note, scope=_scope(everywhere)
        )
        return _told(review, reviewing, as_json)


@contextmanager
def _reviewing(database: str | None) -> Iterator[Reviewing]:
    need_serve()
    from pathlib import Path

    from abacist.apps.reviewing import Reviewing
    from abacist.apps.settings import configure
    from abacist.store.database import Database
    from abacist.store.evaluation_set import EvaluationSet
    from abacist.store.reviews import Reviews

    settings = configure({"database": database}).settings
    with Database(settings.database) as opened:
        yield Reviewing(Reviews(opened), EvaluationSet(Path(settings.evaluation_set)))


def _status(name: str) -> Any:
    from abacist.core.errors import InputError
    from abacist.store.reviews import Status

    if name == "all":
        return None
    if name not in list(Status):
        names = ", ".join([*Status, "all"])
        raise InputError(
            Message(
                en=f"there is no status {name}; these are: {names}",
                zh=f"没有状态 {name}；可用的有：{names}",
            )
        )
    return Status(name)


def _scope(everywhere: bool) -> Any:
    from abacist.store.reviews import Scope

    return Scope.PLAN if everywhere else Scope.TEXT


def _table(reviews: list[Review]) -> Any:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="")
    table.add_column(tell("id", "编号"), no_wrap=True)
    table.add_column(tell("confidence", "可信度"), justify="right", no_wrap=True)
    table.add_column(tell("problem", "题目"), ratio=3, overflow="fold")
    table.add_column(tell("answer", "答案"), ratio=2, overflow="fold")
    for each in reviews:
        answer = each.answer
        table.add_row(
            each.id,
            f"{each.confidence:.0%}",
            _short(answer.problem),
            _short(answer.answer or answer.outcome.message.render(interface_language())),
        )
    return table


_LONGEST = 200


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _state(review: Review) -> str:
    """Where a review stands, in one line or two."""
    name = _STATUSES[review.status].render(interface_language())
    lines = [tell("Confidence", "可信度") + f": {review.confidence:.0%}"]
    if review.decided_by:
        right = "" if review.correction is None else _right(review)
        lines.append(f"{name}: {review.decided_by}{right}")
        if review.note:
            lines.append(review.note)
    else:
        lines.append(name)
    return "\n".join(lines) + "\n"


def _right(review: Review) -> str:
    correction = review.correction
    assert correction is not None
    return " → " + (correction.answer or correction.outcome.message.render(interface_language()))


_STATUSES = {
    "open": Message(en="Waits for a verdict", zh="待复核"),
    "accepted": Message(en="Accepted", zh="已接受"),
    "corrected": Message(en="Corrected", zh="已更正"),
    "rejected": Message(en="Rejected", zh="已否定"),
}


def _told(review: Review, reviewing: Reviewing, as_json: bool) -> int:
    """Says what was done, and what could not be."""
    from abacist.apps.reviewing import shown

    if as_json:
        print_json(shown(review))
    else:
        sys.stdout.write(_state(review))
    if reviewing.unwritten is not None:
        why = reviewing.unwritten.text(interface_language())
        sys.stderr.write(
            tell(
                f"abacist: the verdict is kept, but the evaluation set could not be written: {why}\n"
                "It will be with the next verdict.\n",
                f"abacist：结论已保存，但未能写入评测集：{why}\n将在下一次复核时补写。\n",
            )
        )
    return 0
