"""Problems in a JSONL file to answers in a JSONL file: in order, in parallel, resumable after any end.

A finished row is on disk at once: in the output, where it is the next in order, else in a journal beside
it. Whatever ends the program, even kill -9, a new start repairs a torn last line, takes the rows of
both files and goes on: no row is lost or computed again.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

from abacist.apps.incident import report_incident
from abacist.core.answer import Answer
from abacist.core.errors import AbacistError, Conflict, DocumentError, InputError, TooLarge
from abacist.core.language import Language, Message, language_of
from abacist.core.limits import LIMITS
from abacist.core.outcome import Outcome

__all__ = ["Batch", "Row", "failed", "rows", "rows_of"]

_LONGEST_LINE = (
    16 * LIMITS.problem_characters
)  # bytes; escaped, with other fields beside the problem
_BLOCK = 1 << 16  # bytes
_AHEAD = 4  # rows per worker that may be begun before an earlier one is finished


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the input: its place, its id (its line number where it names none), its problem.

    `error` says why the line holds no problem.
    """

    place: int
    id: Any
    problem: str = ""
    error: AbacistError | None = None


def rows(path: Path) -> Iterator[Row]:
    """The rows of a file; empty lines are none. Raises `DocumentError` where it cannot be read."""
    try:
        with path.open("rb") as stream:
            yield from rows_of(stream)
    except OSError as error:
        raise unreadable(path, error) from error


def rows_of(stream: IO[bytes]) -> Iterator[Row]:
    """The rows of an open file."""
    place = 0
    for number, line in enumerate(_lines(stream), 1):
        if line.strip():
            yield _row(place, number, line)
            place += 1


def unreadable(path: Path, error: OSError) -> DocumentError:
    """The error of a file that the operating system does not let us use."""
    why = os.strerror(error.errno) if error.errno else str(error)
    return DocumentError(Message(en=f"{path}: {why}", zh=f"{path}：{why}"))


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    """The lines of a file, each no longer than a little more than the limit."""
    while line := stream.readline(_LONGEST_LINE):
        longer = line
        while longer and not longer.endswith(b"\n"):
            longer = stream.readline(_LONGEST_LINE)
            line += longer[: _LONGEST_LINE + 1 - len(line)]
        yield line


def _row(place: int, number: int, line: bytes) -> Row:
    if len(line) > _LONGEST_LINE:
        return Row(place, number, error=TooLarge(_LONG))
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return Row(place, number, error=_bad(number, _NOT_JSON))
    if not isinstance(record, dict):
        return Row(place, number, error=_bad(number, _NO_OBJECT))
    problem = record.get("problem", record.get("question"))
    name = record.get("id", number)
    if not isinstance(problem, str):
        return Row(place, name, error=_bad(number, _NO_PROBLEM))
    return Row(place, name, problem)


_LONG = Message(
    en=f"the line is longer than one with a problem of {LIMITS.problem_characters} characters",
    zh=f"该行过长：题目最多 {LIMITS.problem_characters} 个字符",
)
_NOT_JSON = Message(en="not a line of JSON in UTF-8", zh="不是 UTF-8 编码的 JSON")
_NO_OBJECT = Message(en="not a JSON object", zh="不是 JSON 对象")
_NO_PROBLEM = Message(en='no text under "problem"', zh="缺少 problem 字段的文本")


def _bad(number: int, why: Message) -> InputError:
    return InputError(Message(en=f"line {number}: {why.en}", zh=f"第 {number} 行：{why.zh}"))


def failed(problem: str, language: Language, error: AbacistError) -> Answer:
    """The answer to a problem that raised an error before it was read."""
    outcome = Outcome.TOO_LARGE if isinstance(error, TooLarge) else Outcome.NOT_UNDERSTOOD
    shown = problem if len(problem) <= LIMITS.problem_characters else ""
    return Answer(problem=shown, language=language, outcome=outcome, message=error.text(language))


def _mistaken(problem: str, language: Language, incident: str) -> Answer:
    """The answer where this program made a mistake."""
    outcome = Outcome.CRASHED
    message = f"{outcome.message.render(language)} ({incident})"
    return Answer(problem=problem, language=language, outcome=outcome, message=message)


class Batch:
    """A run over a file; `solve` answers one problem, in several threads at a time.

    Raises `Conflict` where another run writes the same output, `DocumentError` where the output holds
    the answers to other problems or a file cannot be used.
    """

    def __init__(
        self, source: Path, target: Path, solve: Callable[[str], Answer], workers: int
    ) -> None:
        self.source, self.target = source, target
        self.solve, self.workers = solve, workers
        self.journal = target.with_name(target.name + ".journal")

    def run(self, progress: Callable[[int], None] = lambda done: None) -> int:
        """Answers every row that has no answer yet; returns how many rows there are.

        `progress` is told the number of rows done, at first those of an earlier run.
        """
        next(rows(self.source), None)  # what cannot be read leaves no empty output behind
        try:
            with self.target.open("ab+") as out, self.journal.open("ab+") as journal:
                self._lock(out)
                try:
                    return self._answer_all(out, journal, progress)
                finally:
                    self._drop(journal)
        except OSError as error:
            raise unreadable(self.target, error) from error

    def _drop(self, journal: IO[bytes]) -> None:
        """Removes a journal that holds nothing the output does not hold."""
        if not journal.seek(0, os.SEEK_END):
            self.journal.unlink()

    def _lock(self, out: IO[bytes]) -> None:
        try:
            fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            name = self.target
            raise Conflict(
                Message(en=f"another run writes {name}", zh=f"另一个进程正在写 {name}")
            ) from None

    def _answer_all(
        self, out: IO[bytes], journal: IO[bytes], progress: Callable[[int], None]
    ) -> int:
        place = self._rows_in(out)
        finished = {
            entry["place"]: entry["line"] for entry in _records(journal) if entry["place"] >= place
        }
        waiting = self._unfinished(place, finished)
        pool = ThreadPoolExecutor(self.workers, thread_name_prefix="row")
        pending: dict[Future[dict[str, Any]], Row] = {}
        try:
            while True:
                while place in finished:
                    _append(out, finished.pop(place))
                    place += 1
                progress(place + len(finished))
                for row in islice(waiting, self.workers * _AHEAD - len(pending)):
                    pending[pool.submit(self._line, row)] = row
                if not pending:
                    journal.truncate(0)
                    return place
                done, _ = wait(pending, return_when=FIRST_COMPLETED)
                for future in done:
                    row, line = pending.pop(future), future.result()
                    finished[row.place] = line
                    if row.place != place:
                        _append(journal, {"place": row.place, "line": line})
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _line(self, row: Row) -> dict[str, Any]:
        """The line of output for a row: its id and its answer, whatever happens."""
        language = language_of(row.problem)
        try:
            if row.error is not None:
                raise row.error
            answer = self.solve(row.problem)
        except (InputError, TooLarge) as error:
            answer = failed(row.problem, language, error)
        except AbacistError:
            raise  # the run itself cannot go on
        except Exception:  # a mistake of ours costs this row, not the ones behind it
            answer = _mistaken(row.problem, language, report_incident())
        if answer.outcome is Outcome.CANCELLED:
            raise KeyboardInterrupt  # the row was not answered, so it is not written
        return {"id": row.id, **answer.model_dump(mode="json")}

    def _unfinished(self, place: int, finished: Mapping[int, dict[str, Any]]) -> Iterator[Row]:
        """The rows from `place` on that no earlier run has finished."""
        kept = {earlier: line["id"] for earlier, line in finished.items()}
        for row in rows(self.source):
            if row.place in kept and kept[row.place] != row.id:
                raise self._foreign(row)
            if row.place >= place and row.place not in kept:
                yield row

    def _rows_in(self, out: IO[bytes]) -> int:
        """How many rows an earlier run has written; raises where they are not those of our input."""
        source = rows(self.source)
        count = 0
        for record in _records(out):
            row = next(source, None)
            if row is None or record.get("id") != row.id:
                raise self._foreign(row)
            count += 1
        return count

    def _foreign(self, row: Row | None) -> DocumentError:
        place = "" if row is None else f" (id {row.id})"
        return DocumentError(
            Message(
                en=f"{self.target} holds answers to other problems than {self.source}{place}",
                zh=f"{self.target} 中的答案不属于 {self.source} 的题目{place}",
            ),
            Message(
                en="choose another --out, or remove that file first",
                zh="请换一个 --out，或先删除该文件",
            ),
        )


def _records(stream: IO[bytes]) -> Iterator[dict[str, Any]]:
    """The records of a file that was being written; what is torn at its end is cut off first."""
    stream.truncate(_whole(stream))
    stream.seek(0)
    for number, line in enumerate(stream, 1):
        try:
            record = json.loads(line)
        except ValueError:
            record = None
        if not isinstance(record, dict):
            name = stream.name
            raise DocumentError(
                Message(
                    en=f"{name}, line {number}: {_NOT_JSON.en}",
                    zh=f"{name} 第 {number} 行：{_NOT_JSON.zh}",
                )
            )
        yield record


def _whole(stream: IO[bytes]) -> int:
    """The length of the file up to and including its last line end, in bytes."""
    end = stream.seek(0, os.SEEK_END)
    while end > 0:
        start = max(0, end - _BLOCK)
        stream.seek(start)
        last = stream.read(end - start).rfind(b"\n")
        if last >= 0:
            return start + last + 1
        end = start
    return 0


def _append(stream: IO[bytes], record: dict[str, Any]) -> None:
    stream.write(json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    stream.flush()
