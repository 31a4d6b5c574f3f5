"""A file of requests goes through the platform at its own times, once, whole, whatever is wrong with some of its rows."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cast import COUNTY, OTHER_COUNTY, Cast, make_cast
from wobangni.exchange.commands.replay import ReplayReport, replay
from wobangni.kernel.actors import SYSTEM
from wobangni.kernel.errors import InvalidInput, NotFound
from wobangni.organisations.models import CountySettings
from wobangni.organisations.queries import unit
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.commands.submit import Submission, submit
from wobangni.service_requests.commands.verify_events import verify_events
from wobangni.service_requests.models import Event, ServiceRequest
from wobangni.surfaces.cli.commands import replay as replay_command

pytestmark = pytest.mark.usefixtures("region")

NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
ANSWERED = ("id", "user", "title", "submitted_at", "text", "answer", "answered_at")
OPEN = ("id", "user", "title", "submitted_at", "text", "likes", "against")
SOURCE = "replay:requests_answered"


def answered(number: int, **changed: str) -> list[str]:
    row = {
        "id": str(number),
        "user": f"U{number}",
        "title": "暖气不热",
        "submitted_at": "2026-03-02T09:00:00+08:00",
        "text": f"{number}号楼暖气不热，室温只有十四度。",
        "answer": "您好，已经派人检修，室温恢复到二十度。",
        "answered_at": "2026-03-05T16:00:00+08:00",
    }
    return list((row | changed).values())


def opened(number: int) -> list[str]:
    return [str(number), f"U{number}", "修路", "2026-03-02T09:00:00+08:00", f"第{number}条路坑洼不平。", "3", "0"]


def file_of(
    folder: Path, rows: Iterable[Iterable[str]], header: Iterable[str] = ANSWERED, encoding: str = "utf-8"
) -> Path:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header, *rows])
    path = folder / "rows.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def run(path: Path, county: str = COUNTY, limit: int | None = None) -> ReplayReport:
    return replay(
        actor=SYSTEM, now=NOW, path=path, county=county, quarantine_folder=path.parent / "quarantine", limit=limit
    )


def counts(report: ReplayReport) -> tuple[int, int, int, int, int]:
    return report.read, report.submitted, report.answered, report.skipped, len(report.rejected)


def kept(report: ReplayReport) -> list[dict[str, str]]:
    assert report.quarantine is not None
    with report.quarantine.open(newline="", encoding="utf-8", errors="surrogateescape") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def cast(region: None) -> Cast:
    return make_cast()


def test_an_answered_request_waits_for_the_resident_after_all_its_steps_at_the_times_of_the_file(
    tmp_path: Path,
) -> None:
    report = run(file_of(tmp_path, [answered(1)]))
    assert counts(report) == (1, 1, 1, 0, 0)
    request = ServiceRequest.objects.get(source=SOURCE, external_id="1")
    events = list(Event.objects.filter(service_request_id=request.id).order_by("seq"))
    assert [e.action for e in events] == ["submit", "dispatch", "sign", "answer", "approve"]
    assert request.state == "answered"
    assert events[0].at == request.submitted_at == dt.datetime.fromisoformat("2026-03-02T09:00:00+08:00")
    assert events[-1].at == request.answered_at == dt.datetime.fromisoformat("2026-03-05T16:00:00+08:00")
    assert sorted(e.at for e in events) == [e.at for e in events]
    assert list(verify_events(COUNTY)) == []


def test_service_and_unit_come_from_the_catalogue_s_own_words(tmp_path: Path) -> None:
    run(file_of(tmp_path, [answered(1)]))
    request = ServiceRequest.objects.select_related("service").get(source=SOURCE)
    assert request.service is not None
    assert request.service.code == "heating-cold"
    holder = unit(request.lead_unit_id or 0)
    assert holder is not None
    assert (holder.county, holder.kind) == (COUNTY, "housing")


def test_words_that_the_catalogue_does_not_know_go_to_the_convenience_centre_and_the_event_says_so(
    tmp_path: Path,
) -> None:
    run(file_of(tmp_path, [answered(1, title="喵", text="喵喵喵")]))
    request = ServiceRequest.objects.get(source=SOURCE)
    holder = unit(request.lead_unit_id or 0)
    assert request.service_id is None
    assert holder is not None
    assert holder.kind == "centre_convenience"
    dispatch = Event.objects.get(service_request_id=request.id, action="dispatch")
    assert dispatch.data["instruction"]


def test_where_answers_are_not_reviewed_nobody_approves_them(tmp_path: Path) -> None:
    CountySettings.objects.create(county_id=OTHER_COUNTY, review_required=False)
    from wobangni.organisations import reference

    reference.bump(reference.CALENDAR)
    report = run(file_of(tmp_path, [answered(1)]), county=OTHER_COUNTY)
    assert report.answered == 1
    assert ServiceRequest.objects.get(source=SOURCE).state == "answered"
    assert not Event.objects.filter(county=OTHER_COUNTY, action="approve").exists()


def test_open_requests_are_submitted_and_no_more(tmp_path: Path) -> None:
    report = run(file_of(tmp_path, [opened(1), opened(2)], OPEN))
    assert counts(report) == (2, 2, 0, 0, 0)
    assert set(ServiceRequest.objects.values_list("state", "source")) == {("submitted", "replay:requests_open")}


def test_running_a_file_twice_adds_nothing(tmp_path: Path) -> None:
    path = file_of(tmp_path, [answered(1), answered(2)])
    run(path)
    before = list(Event.objects.order_by("service_request_id", "seq").values_list("hash", flat=True))
    again = run(path)
    assert counts(again) == (2, 0, 0, 2, 0)
    assert list(Event.objects.order_by("service_request_id", "seq").values_list("hash", flat=True)) == before


def test_two_counties_may_replay_the_same_file(tmp_path: Path) -> None:
    path = file_of(tmp_path, [answered(1)])
    assert run(path).submitted == 1
    assert run(path, county=OTHER_COUNTY).submitted == 1


@pytest.mark.parametrize(
    "steps", [[], ["accept"], ["accept", "dispatch"], ["dispatch", "sign"], ["dispatch", "sign", "answer"]]
)
def test_a_request_that_an_earlier_run_left_half_done_goes_on_from_where_it_stands(
    tmp_path: Path, cast: Cast, steps: list[str]
) -> None:
    row = dict(zip(ANSWERED, answered(1), strict=True))
    at = dt.datetime.fromisoformat(row["submitted_at"])
    half = submit(
        actor=SYSTEM,
        now=at,
        submission=Submission(county=COUNTY, description=row["text"], source=SOURCE, external_id="1"),
    )
    data = {"dispatch": {"unit": cast.housing}, "answer": {"answer": "已办。"}}
    for action in steps:
        act(actor=SYSTEM, now=at, code=half.code, action=action, data=data.get(action, {}))
    report = run(file_of(tmp_path, [answered(1)]))
    assert counts(report) == (1, 0, 1, 0, 0)
    assert ServiceRequest.objects.get(code=half.code).state == "answered"
    assert ServiceRequest.objects.filter(source=SOURCE).count() == 1


def test_what_people_have_decided_meanwhile_is_not_overwritten(tmp_path: Path, cast: Cast) -> None:
    text = dict(zip(ANSWERED, answered(1), strict=True))["text"]
    submission = Submission(county=COUNTY, description=text, source=SOURCE, external_id="1")
    sent = submit(actor=SYSTEM, now=NOW, submission=submission)
    act(
        actor=cast.clerk,
        now=NOW,
        code=sent.code,
        action="decline",
        data={"reason_code": "unclear", "explanation": "请说明具体位置。"},
    )
    report = run(file_of(tmp_path, [answered(1)]))
    assert counts(report) == (1, 0, 0, 0, 1)
    assert ServiceRequest.objects.get(code=sent.code).state == "declined"


def test_a_step_is_never_put_before_what_has_happened_already(tmp_path: Path) -> None:
    text = dict(zip(ANSWERED, answered(1), strict=True))["text"]
    submission = Submission(county=COUNTY, description=text, source=SOURCE, external_id="1")
    sent = submit(actor=SYSTEM, now=NOW, submission=submission)  # long after the answer of the file
    report = run(file_of(tmp_path, [answered(1)]))
    assert counts(report) == (1, 0, 0, 0, 1)
    assert Event.objects.filter(service_request_id=sent.id).count() == 1


def test_broken_rows_are_kept_with_their_reason_and_the_rest_goes_on(tmp_path: Path) -> None:
    rows = [
        answered(1),
        answered(2, text=""),
        answered(3, answered_at="2026-03-01T09:00:00+08:00"),
        [*answered(4), "extra"],
        answered(5, text="a\x00b"),
        answered(6, submitted_at="someday"),
        answered(7, answer="长" * 20_001),
        answered(8),
    ]
    report = run(file_of(tmp_path, rows))
    assert counts(report) == (8, 2, 2, 0, 6)
    assert [(r.line, r.id) for r in report.rejected] == [(3, "2"), (4, "3"), (5, "4"), (6, "5"), (7, "6"), (8, "7")]
    assert all(r.reason for r in report.rejected)
    assert [row["line"] for row in kept(report)] == ["3", "4", "5", "6", "7", "8"]
    assert kept(report)[2][None] == ["extra"]  # type: ignore[index] — what has no column of its own
    assert not ServiceRequest.objects.filter(external_id="7").exists()  # nothing half done


def test_a_quarantine_file_can_be_mended_and_replayed(tmp_path: Path) -> None:
    report = run(file_of(tmp_path, [answered(1, text=""), answered(2, answer="")]))
    assert report.quarantine is not None
    rows = list(csv.reader(io.StringIO(report.quarantine.read_text())))
    rows[1][2 + ANSWERED.index("text")] = "补上的正文：暖气不热。"
    mended = tmp_path / "mended.csv"
    with mended.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    again = run(mended)
    assert counts(again) == (2, 1, 1, 0, 1)
    assert [row["id"] for row in kept(again)] == ["2"]
    assert list(kept(again)[0]) == ["reason", "line", *ANSWERED]


def test_the_same_faults_make_one_quarantine_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    path = file_of(tmp_path, [answered(1, text="")])
    first, second = run(path), run(path)
    assert first.quarantine == second.quarantine
    assert first.quarantine is not None
    assert first.quarantine.stat().st_mode & 0o077 == 0
    first.quarantine.write_text("being mended")
    run(path)
    assert first.quarantine.read_text() == "being mended"
    assert len(list((tmp_path / "quarantine").iterdir())) == 1


def test_bytes_that_are_no_text_are_kept_as_they_came(tmp_path: Path) -> None:
    path = file_of(tmp_path, [answered(1), answered(2)])
    foreign = "3,U3,供热,2026-03-02T09:00:00+08:00,暖气不热,已修,2026-03-05T16:00:00+08:00\n".encode("gb18030")
    path.write_bytes(path.read_bytes() + foreign)
    report = run(path)
    assert counts(report) == (3, 2, 2, 0, 1)
    assert report.quarantine is not None
    assert "供热".encode("gb18030") in report.quarantine.read_bytes()


def test_an_id_that_comes_again_with_another_text_is_not_swallowed(tmp_path: Path) -> None:
    report = run(file_of(tmp_path, [answered(1), answered(1, text="完全另外一件事情。"), answered(1)]))
    assert counts(report) == (3, 1, 1, 1, 1)


def test_files_of_older_systems_in_gb18030_are_read(tmp_path: Path) -> None:
    report = run(file_of(tmp_path, [answered(1, text="𠮷祥小区暖气不热")], encoding="gb18030"))
    assert report.submitted == 1
    assert ServiceRequest.objects.get(source=SOURCE).description == "𠮷祥小区暖气不热"


def test_of_a_packed_file_that_breaks_off_everything_before_is_replayed(tmp_path: Path) -> None:
    whole = gzip.compress(file_of(tmp_path, [answered(n) for n in range(60)]).read_bytes())
    path = tmp_path / "cut.csv.gz"
    path.write_bytes(whole[: len(whole) * 2 // 3])
    report = run(path)
    assert report.broken
    assert 5 < report.submitted < 60
    assert report.submitted == report.read - len(report.rejected)
    path.write_bytes(whole)
    assert counts(run(path)) == (60, 60 - report.submitted, 60 - report.submitted, report.submitted, 0)


def test_a_limit_stops_after_so_many_rows(tmp_path: Path) -> None:
    assert counts(run(file_of(tmp_path, [answered(n) for n in range(5)]), limit=2)) == (2, 2, 2, 0, 0)


def test_one_resident_s_requests_belong_together(tmp_path: Path) -> None:
    run(file_of(tmp_path, [answered(1, user="A"), answered(2, user="A"), answered(3, user="B")]))
    residents = ServiceRequest.objects.order_by("external_id").values_list("resident_id", flat=True)
    assert residents[0] == residents[1] != residents[2]


def test_a_file_that_is_no_replay_file_is_refused_with_the_columns_it_needs(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="answered_at"):
        run(file_of(tmp_path, [], header=("a", "b")))
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    with pytest.raises(InvalidInput):
        run(empty)


def test_an_unknown_county_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        run(file_of(tmp_path, [answered(1)]), county="110101")


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CliRunner:
    monkeypatch.setattr(replay_command, "boot", lambda: None)
    monkeypatch.setenv("WOBANGNI_HOME", str(tmp_path / "home"))
    return CliRunner()


def test_the_command_prints_one_object_for_programs(cli: CliRunner, tmp_path: Path) -> None:
    path = file_of(tmp_path, [answered(1), answered(2, text="")])
    done = cli.invoke(replay_command.command, [str(path), "--county", COUNTY, "--json"])
    assert done.exit_code == 0, done.output
    printed = json.loads(done.stdout)
    assert set(printed) == {"read", "submitted", "answered", "skipped", "rejected", "quarantine", "seconds"}
    assert (printed["read"], printed["submitted"], printed["answered"]) == (2, 1, 1)
    assert [row["line"] for row in printed["rejected"]] == [3]
    assert Path(printed["quarantine"]).parent == tmp_path / "home" / "quarantine"


def test_the_command_says_what_was_assumed_and_what_was_rejected(cli: CliRunner, tmp_path: Path) -> None:
    path = file_of(tmp_path, [answered(1, submitted_at="2026-03-02 09:00:00"), answered(2, text="")])
    done = cli.invoke(replay_command.command, [str(path), "--county", COUNTY])
    assert done.exit_code == 0, done.output
    assert "Beijing time" in done.stderr or "北京时间" in done.stderr
    assert ".csv" in done.stdout


def test_a_damaged_file_ends_the_command_with_an_error_after_its_report(cli: CliRunner, tmp_path: Path) -> None:
    path = tmp_path / "cut.csv.gz"
    packed = gzip.compress(file_of(tmp_path, [answered(n) for n in range(30)]).read_bytes())
    path.write_bytes(packed[:-20])
    done = cli.invoke(replay_command.command, [str(path), "--county", COUNTY, "--json"])
    assert done.exit_code == 1
    assert json.loads(done.stdout.splitlines()[0])["submitted"] > 0
