"""Errors with codes, progress, Ctrl-C, notebooks' views, one law for all faces."""

import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import linchpin as lp
import pytest


def test_errors_carry_codes_and_the_nearest_name() -> None:
    with pytest.raises(lp.InputError) as caught:
        lp.Study("yearly-aproval").run()
    finding = caught.value.findings[0]
    assert (finding.code, finding.nearest) == ("LP-S002", "yearly-approvals")
    assert "did you mean" in str(caught.value)
    with pytest.raises(lp.UsageError, match="day"):
        lp.ask(item="tool:etch", on="2026-02-30")
    with pytest.raises(lp.UsageError):
        lp.ask(on="2026-01-01", colour="red")
    with pytest.raises(lp.Refused):
        lp.Run.open("no-such-run", runs="nowhere")
    with pytest.raises(lp.UsageError, match="serve"):
        lp.call("serve")


def test_all_findings_of_a_folder_come_at_once(tmp_path: Path) -> None:
    study = lp.Study("yearly-approvals").copy(tmp_path / "mine")
    assert study.check() == []
    path = tmp_path / "mine" / "study.toml"
    text = path.read_text()
    path.write_text(text.replace("2029-01-01", "2025-01-01").replace("hynix-wuxi", "hynix-wuksi"))
    codes = {finding.code for finding in study.check()}
    assert {"LP-S008", "LP-S009"} <= codes
    assert all(finding.line > 0 for finding in study.check())
    with pytest.raises(lp.InputError, match="there already"):
        lp.Study("yearly-approvals").copy(tmp_path / "mine")


def test_progress_rises_to_the_end_and_may_stop_the_run(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    study = lp.Study("yearly-approvals")
    study.run("no-licence", members=32, progress=lambda done, all_: seen.append((done, all_)))
    assert seen == sorted(seen) and all(done <= all_ for done, all_ in seen)

    def enough(done: int, all_: int) -> None:
        raise StopIteration("enough")

    with pytest.raises(StopIteration):
        study.run(members=256, runs=tmp_path, progress=enough)
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_stops_a_run_and_leaves_nothing(tmp_path: Path) -> None:
    # A job started in the background ignores Ctrl-C; this one must hear it.
    body = f"""
        import signal
        signal.signal(signal.SIGINT, signal.default_int_handler)
        import linchpin as lp
        try:
            lp.Study("yearly-approvals").run(
                members=4000, runs={str(tmp_path)!r}, progress=lambda *_: print("on", flush=True)
            )
        except KeyboardInterrupt:
            print("stopped", flush=True)
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(body)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "on\n"
        child.send_signal(signal.SIGINT)
        start = time.monotonic()
        assert child.stdout.read().splitlines()[-1] == "stopped"
        assert time.monotonic() - start < 20
    assert list(tmp_path.iterdir()) == []


def test_the_law_answers_with_authority_and_reasons() -> None:
    facts = {"item": "tool:etch", "origin": "USA", "from_": "USA", "purpose": "spares"}
    facts["site"] = "site:samsung-xian"
    before = lp.ask(on="2025-12-30", **facts)
    after = lp.ask(on="2026-01-02", **facts)
    assert before.verdict == "authorised"
    assert before.data["binding"] != after.data["binding"]
    assert before.why
    assert any("90 FR 42321" in act["cite"] for act in lp.acts())
    assert lp.act(lp.acts()[0]["id"])["operations"]
    assert lp.timeline("site:skhynix-wuxi")


def test_views_show_no_markup_of_others(run: lp.Run) -> None:
    reason = lp.Reason("input", "<script>alert(1)</script>", [])
    assert "<script>" not in reason._repr_html_()
    assert run.headline[:20] in run._repr_html_()
    assert "<details" in run.explain()._repr_html_()
    assert all(leaf.text for leaf in run.explain().leaves())


def test_evidence_reads_a_document(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "Chip exports to China fell by 12 percent in May, the ministry said on 1 June 2026.\n"
    )
    store = lp.Evidence(tmp_path / "store")
    store.add(page, outlet="A paper", published="2026-06-01")
    layers = store.pipeline(page)
    assert layers["sentences"]
    assert store.divergences()["divergences"] == []
    assert [document["outlet"] for document in store.documents()] == ["A paper"]
    assert store.search("chip", "ministry")[0]["text"].startswith("Chip exports")
    assert isinstance(store.statements(), list)


def test_losses_beyond_memory_are_a_table(tmp_path: Path) -> None:
    study = lp.Study("yearly-approvals")
    run = study.run("no-licence", members=20, seed=7, runs=tmp_path, spillover=True)
    assert run.spillover is not None
    frame = run.spillover.to_pandas()
    world = frame[frame["region"].isna() & frame["industry"].isna()]
    assert len(world) == 1 and 0 < world["output_p05"].iloc[0] <= world["output_p95"].iloc[0]
    assert "--spillover" in run.report["run"]["reproduce"]
    assert study.run("no-licence", members=4).spillover is None


def test_the_card_is_the_terminals_letter_for_letter(run: lp.Run) -> None:
    words = ["run", "yearly-approvals/no-licence", "--members", "16", "--seed", "7"]
    # The terminal breaks lines; nothing else may differ.
    one_line = lambda text: " ".join(text.split())  # noqa: E731
    for language in ("en", "ko", "zh"):
        command = [sys.executable, "-m", "linchpin", *words, "--language", language]
        told = subprocess.check_output(
            [*command, "--runs", str(run.folder.parent)], text=True, encoding="utf-8"
        )
        sentence, *lines = run.say(language=language).splitlines()
        assert one_line(sentence) in one_line(told)
        for line in lines:
            label, text = line.split(": ", 1)
            assert one_line(f"{label} {text}") in one_line(told)
    card = run.card()
    assert card is not None
    html = run._repr_html_()
    for line in card["lines"]:
        assert f"<dt>{line['label']}</dt><dd>{line['text']}</dd>" in html
    with pytest.raises(lp.Refused):
        run.say(language="fr")


def test_few_draws_tell_no_range(run: lp.Run, tmp_path: Path) -> None:
    few = run.losses.to_pandas()
    ends = [name for name in few if name.endswith(("_p05", "_p95"))]
    assert len(ends) == 8 and few[ends].isna().all(axis=None) and few["change_p50"].notna().all()
    many = lp.Study("micron-ban").run(members=20, runs=tmp_path).losses.to_pandas()
    assert many["change_p05"].notna().all() and many["change_error_p05"].notna().all()
    assert "[" not in run.say()
    assert set(run.to_iamc()["variable"].str.rsplit("|", n=1).str[-1]) == {"50.0th Percentile"}


def test_importing_is_quick() -> None:
    body = "import time; t=time.perf_counter(); import linchpin; print(time.perf_counter()-t)"
    times = [
        float(subprocess.check_output([sys.executable, "-c", body], text=True)) for _ in range(5)
    ]
    # 100 ms on a quiet machine; the least of five, so that a neighbour's work does not count.
    assert min(times) < 0.1


def test_draws_and_outcomes_are_aligned_and_a_torn_run_is_refused(tmp_path: Path) -> None:
    run = lp.Study("micron-ban").run(members=24, runs=tmp_path)
    assert run.verify() == []
    card = run.card()
    assert card is not None and len(card["sentence"].split()) <= 20
    html = run._repr_html_()
    assert all(line["text"] in html for line in card["lines"])
    wide = run.draws.wide()
    losses = run.losses.to_pandas()
    cell = str(losses["cell"].iloc[0])
    outcome = run.outcome(cell)
    assert list(outcome.index) == list(wide.index) == list(range(24))
    row = losses[losses["cell"] == cell].iloc[0]
    assert outcome.median() == pytest.approx(row["change_p50"], rel=1e-5, abs=1e-9)
    with pytest.raises(lp.Refused, match="has no cell"):
        run.outcome("no/such.cell")
    one, other = run.scenarios[0], run.scenarios[-1]
    found = lp.compare(run, run, left_scenario=one, right_scenario=other)
    assert found.shares_draws
    (run.folder / "outcomes.parquet").unlink()
    assert run.verify() == ["outcomes.parquet: it is missing"]
    with pytest.raises(RuntimeError, match="outcomes.parquet is missing"):
        lp.Run(run.folder)
