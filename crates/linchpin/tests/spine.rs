//! What the spine once dropped: eight wrong answers with the right ones, by sign and identity.
//!
//! The kinds are closed by laws over all levers (`linchpin-engine/tests/laws.rs`) and over the market
//! (`linchpin-market/tests/laws.rs`); these are the cases by which they were found.

use linchpin::{Files, Options, Study, study_files};
use linchpin_network::table::bundled::BuiltIn;
use linchpin_results::RunInput;

/// A bundled study with some of its files edited.
fn edited(study: &str, edit: impl Fn(&mut Files)) -> Files {
    let files = study_files(study).expect("a bundled study");
    let mut files: Files = files.into_iter().map(|(name, text)| (name, text.to_owned())).collect();
    edit(&mut files);
    files
}

fn run(id: &str, files: &Files, members: u32, scenario: Option<&str>) -> RunInput {
    let options = Options { members: Some(members), ..Options::default() };
    let study = Study::of_files(id, files, &options).unwrap_or_else(|e| panic!("{id}: {e}"));
    study.run(scenario, &linchpin::unwatched).unwrap_or_else(|e| panic!("{id}: {e}"))
}

/// Mean relative change of a series' total over the draws.
fn change(run: &RunInput, scenario: &str, entity: &str, product: &str, variable: &str) -> f64 {
    let after = &run.scenarios.iter().find(|one| one.id == scenario).expect(scenario).trajectories;
    let before = &run.baseline.trajectories;
    let is_it = |key: &&linchpin_engine::SeriesKey| {
        key.entity == entity
            && key.product.as_deref().unwrap_or_default() == product
            && key.variable.as_str() == variable
    };
    let key = before.keys.iter().find(is_it).unwrap_or_else(|| panic!("{entity} is not recorded"));
    let at = before.find(key).expect("it is among them");
    let total =
        |of: &linchpin_engine::Trajectories, member| of.series(member, at).iter().sum::<f64>();
    let members = before.members.len();
    // A draw in which a site is not yet born has nothing to lose.
    let share = |m| match total(before, m) {
        0.0 => 0.0,
        whole => total(after, m) / whole - 1.0,
    };
    let changes = (0..members).map(share);
    changes.sum::<f64>() / members as f64
}

fn point(value: f64, unit: &str) -> String {
    format!(
        "{{ value = {value:?}, low = {value:?}, high = {value:?}, unit = \"{unit}\", source = \"assumption:x\", why = \"a test\" }}"
    )
}

/// A scenario file of events alone.
fn scenario(events: &str) -> String {
    format!("schema = \"linchpin/scenario/1\"\ntitle = \"A test\"\nsummary = \"A test.\"\n{events}")
}

fn outage(from: &str, until: &str) -> String {
    format!(
        "\n[[event]]\nkind = \"outage\"\nwhat = \"a stop from {from}\"\nfrom = {from}\nuntil = {until}\nsite = \"site:samsung-xian\"\nproduct = \"product:nand\"\nshare = {}\nscrap = {}\nrecovery = {}\n",
        point(1.0, "share"),
        point(0.0, "share"),
        point(0.0, "week")
    )
}

#[test]
fn exports_rise_where_every_site_makes_more_at_a_higher_price() {
    let files = edited("yearly-approvals", |files| {
        let study = files.get_mut("study.toml").expect("a study");
        *study = study.replace("[focus]\n", "[focus]\nexporter = \"country:KOR\"\n");
    });
    let run = run("row-1", &files, 12, Some("no-licence"));
    let exports = change(&run, "no-licence", "country:CHN", "product:nand", "export-value");
    assert!(exports > 0.0, "Korean NAND exports to China change by {exports}");
}

#[test]
fn a_second_outage_never_makes_up_for_the_first() {
    let once = outage("2026-03-02", "2026-06-01");
    let files = edited("yearly-approvals", |files| {
        files.insert("scenarios/no-licence.toml".into(), scenario(&once));
        let twice = format!("{once}{}", outage("2027-03-01", "2027-03-15"));
        files.insert("scenarios/law-as-known.toml".into(), scenario(&twice));
    });
    let run = run("row-2", &files, 4, None);
    let lost = |id: &str| -change(&run, id, "site:samsung-xian", "product:nand", "output");
    let (one, two) = (lost("no-licence"), lost("law-as-known"));
    assert!(one > 0.03, "thirteen weeks of a whole line cost {one}");
    assert!(two > one, "two outages cost {two}, the first alone {one}");
}

#[test]
fn a_material_licence_stated_twice_counts_once_and_never_below_nothing() {
    let cut = format!(
        "\n[[event]]\nkind = \"material-cut\"\nwhat = \"no more\"\nfrom = 2026-03-02\nmaterial = \"material:gallium\"\norigin = \"country:CHN\"\ndestination = \"country:KOR\"\napproval = {}\nlag = {}\n",
        point(0.0, "share"),
        point(0.0, "week")
    );
    let files = edited("raw-materials", |files| {
        files.insert("scenarios/gallium-germanium.toml".into(), scenario(&cut));
        files.insert("scenarios/with-agreement.toml".into(), scenario(&format!("{cut}{cut}")));
    });
    let run = run("row-3", &files, 4, None);
    let of = |id: &str| &run.scenarios.iter().find(|one| one.id == id).expect(id).trajectories;
    let (once, twice) = (of("gallium-germanium"), of("with-agreement"));
    assert_eq!(once.values, twice.values, "the same licence twice");
    let licensed = once.keys.iter().position(|key| {
        key.entity == "material:gallium" && key.variable.as_str() == "licensed-flow"
    });
    let licensed = licensed.expect("gallium is looked at closely");
    for member in 0..once.members.len() {
        let flow = once.series(member, licensed);
        assert!(flow.iter().all(|share| (0.0..=1.0).contains(share)), "{flow:?}");
    }
}

#[test]
fn a_rule_on_scanners_is_asked_about_scanners() {
    let files = edited("tool-coalition", |files| {
        let asks = "\n[[ask.tools]]\nsites = [\"site:cxmt-hefei\", \"site:ymtc-wuhan\"]\norigins = [\"country:NLD\"]\n";
        files.insert("scenarios/us-alone.toml".into(), scenario(asks));
    });
    let run = run("row-4", &files, 8, Some("us-alone"));
    let shocks = &run.scenarios[0].shocks;
    let scanners = shocks.iter().filter(|shock| shock.effect.contains("Lithography"));
    let first = scanners.map(|shock| shock.from.as_str()).min();
    assert!(first.is_some_and(|day| day < "2024-09-30"), "scanners are licensed from {first:?}");
    for (site, product) in
        [("site:cxmt-hefei", "product:dram"), ("site:ymtc-wuhan", "product:nand")]
    {
        let lost = change(&run, "us-alone", site, product, "output");
        assert!(lost < -0.001, "Dutch rules alone change {site} by {lost}");
    }
}

#[test]
fn a_ban_on_one_product_leaves_the_other_alone() {
    let ask = |product: &str| {
        format!(
            "\n[[ask.procurement]]\nfirm = \"firm:micron\"\nproduct = \"{product}\"\nsegments = [\"segment:chn-server-critical\"]\ncountry = \"country:CHN\"\n"
        )
    };
    let files = edited("micron-ban", |files| {
        files.insert("scenarios/ban.toml".into(), scenario(&ask("product:nand")));
        let both = format!("{}{}", ask("product:nand"), ask("product:dram"));
        files.insert("scenarios/ban-no-backfill.toml".into(), scenario(&both));
    });
    let both_products = run("row-5", &files, 8, None);
    let of =
        |id: &str, product: &str| change(&both_products, id, "firm:micron", product, "shipments");
    let (other, banned) = (of("ban", "product:dram"), of("ban", "product:nand"));
    assert!(other.abs() < 1e-9, "a ban on NAND changes Micron's DRAM by {other}");
    assert!(banned < -1e-4, "a ban on NAND changes Micron's NAND by {banned}");
    let files = edited("micron-ban", |files| {
        files.insert("scenarios/ban.toml".into(), scenario(&ask("product:dram")));
    });
    let alone = run("row-5", &files, 8, Some("ban"));
    let dram = change(&alone, "ban", "firm:micron", "product:dram", "shipments");
    let in_both = of("ban-no-backfill", "product:dram");
    assert!((dram - in_both).abs() < 1e-9, "asked alone {dram}, asked with NAND {in_both}");
}

#[test]
fn rates_speak_for_their_own_government_and_rules_run_from_their_dates() {
    let files = edited("yearly-approvals", |files| {
        for text in files.values_mut() {
            *text = text.replace(
                "origins = [\"country:USA\"]",
                "origins = [\"country:USA\", \"country:JPN\", \"country:NLD\"]",
            );
        }
    });
    let run = run("row-7", &files, 2, None);
    let mut others = 0;
    for shock in run.scenarios.iter().flat_map(|one| &one.shocks) {
        let first = shock.acts.first().map_or("", String::as_str);
        if first.starts_with("jp.") || first.starts_with("nl.") {
            others += 1;
            assert!(
                !shock.assumptions.iter().any(|id| {
                    id.starts_with("tool-approval-") && !id.contains("-jp-") && !id.contains("-nl-")
                        || id == "tool-review"
                }),
                "{} draws {}",
                shock.act(),
                shock.assumption()
            );
            assert!(shock.from.as_str() < "2026-01-05", "{} starts with the run", shock.act());
        }
    }
    assert!(others > 0, "Japan and the Netherlands license nothing to the Korean fabs");
}

#[test]
fn a_demand_event_is_no_shortage() {
    let files = edited("china-demand", |_| {});
    let options = Options { members: Some(16), ..Options::default() };
    let study = Study::of_files("row-8", &files, &options).expect("it is bundled");
    let mut input = study.run(Some("two-fifths-less"), &linchpin::unwatched).expect("it runs");
    study.spill(&mut input, BuiltIn::default()).expect("it is carried on");
    let spillover = input.spillover.expect("it was asked for");
    for row in &spillover.rows {
        assert!(row.output.p95 <= 0.0, "{} loses {} by buying less", row.name, row.output.p95);
    }
}

#[test]
fn every_losing_row_of_every_study_names_its_shocks_and_the_points_add_up() {
    for study in linchpin::studies() {
        let files = edited(&study.id, |_| {});
        let input = run(&study.id, &files, 4, None);
        let report = linchpin_results::finish(&input, linchpin_results::Keep::Few)
            .expect("it fits together")
            .report;
        let mut losing = 0;
        for loss in report.losses.iter().filter(|loss| loss.probability > 0.0) {
            losing += 1;
            let found = report.attribution.iter().find(|one| one.cell == loss.cell);
            let found = found.unwrap_or_else(|| panic!("{}: {} has no cause", study.id, loss.cell));
            let sum: f64 = found.parts.iter().map(|part| part.points).sum();
            let cell = &loss.cell;
            assert!((sum - found.total_points).abs() < 1e-3, "{cell}: {sum} {found:?}");
            assert!(found.parts.iter().any(|part| !part.shocks.is_empty()), "{cell}: {found:?}");
            let product = loss.product.as_deref().unwrap_or_default();
            let mean = change(&input, &loss.scenario, &loss.entity, product, &loss.measure);
            assert!((100.0 * mean - found.total_points).abs() < 1e-3, "{cell}: {mean} {found:?}");
        }
        assert!(losing > 0 || study.id == "dual-strategy", "{} loses nothing", study.id);
    }
}

#[test]
fn a_coalition_says_what_each_government_adds() {
    let files = edited("tool-coalition", |_| {});
    let input = run("coalition", &files, 8, Some("coalition"));
    let report =
        linchpin_results::finish(&input, linchpin_results::Keep::Few).expect("fits").report;
    let cell = "coalition/ymtc-wuhan.nand.output";
    let found = report.attribution.iter().find(|one| one.cell == cell).expect("it loses");
    let of = |name: &str| {
        let part = found.by_government.iter().find(|part| part.government == name);
        part.unwrap_or_else(|| panic!("{name} adds nothing: {found:?}")).points
    };
    for government in ["United States", "Japan", "Netherlands"] {
        assert!(of(government) < 0.0, "{government} adds {}", of(government));
    }
    let sum: f64 = found.by_government.iter().map(|part| part.points).sum();
    assert!((sum - found.total_points).abs() < 1e-3, "{found:?}");
}

/// A tool class that a study asks about is a name of the law, not a word that it has never heard: such a word is
/// answered with care, as unknown, and a range of the whole.
#[test]
fn the_law_knows_every_tool_class_that_somebody_supplies_and_every_product() {
    let world = linchpin_world::World::embedded().expect("the world is whole");
    let law = linchpin_policy::Rulebook::embedded().expect("the law is whole");
    let known = |id: &str| law.facts().named(linchpin_policy::facts::Kind::Item, id).is_some();
    let supplied = world.tools.iter().map(|tool| tool.id.as_str()).filter(|id| {
        world
            .estimates(linchpin_world::Quantity::OriginShare)
            .any(|(about, _)| about.subject.as_str() == *id)
    });
    let made = world.lines.iter().map(|line| line.product.as_str());
    let unknown: Vec<&str> = supplied.chain(made).filter(|id| !known(id)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
