//! The embedded world is sound, complete for the engines, and consistent with what sources state.

use linchpin_units::Severity;
use linchpin_world::{Key, Quantity, World, implied};
use std::path::Path;

fn world() -> World {
    World::embedded().unwrap_or_else(|findings| panic!("{findings}"))
}

#[test]
fn the_folder_and_the_binary_hold_the_same_world() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../worlds/memory");
    let (loaded, findings) = World::load(&folder).unwrap_or_else(|findings| panic!("{findings}"));
    assert_eq!(loaded.digest(), world().digest());
    assert_eq!((loaded.name(), loaded.version()), ("linchpin-world-memory", "2026.1"));
    assert_eq!(findings.count(Severity::Warning), 0, "{findings}");
}

#[test]
fn all_large_sites_are_there() {
    let world = world();
    for site in [
        "samsung-hwaseong",
        "samsung-pyeongtaek",
        "samsung-xian",
        "skhynix-icheon",
        "skhynix-cheongju",
        "skhynix-wuxi",
        "skhynix-dalian",
        "micron-hiroshima",
        "micron-taichung",
        "micron-taoyuan",
        "micron-singapore",
        "micron-manassas",
        "micron-boise",
        "kioxia-yokkaichi",
        "kioxia-kitakami",
        "cxmt-hefei",
        "cxmt-beijing",
        "ymtc-wuhan",
        "nanya-taipei",
        "winbond-taichung",
    ] {
        let id = format!("site:{site}");
        assert!(world.site(&id).is_some(), "{id} is missing");
        assert!(world.lines.iter().any(|row| row.site.as_str() == id), "{id} makes nothing");
    }
}

#[test]
fn every_open_line_has_what_the_market_engine_needs() {
    let world = world();
    for line in world.lines.iter().filter(|line| !line.note.contains("planned")) {
        for quantity in [Quantity::Capacity, Quantity::BitsPerWafer] {
            let found = world.estimate(&line.site, quantity, &line.product, Key::NONE);
            assert!(found.is_some(), "{} of {} at {}", quantity, line.product, line.site);
        }
        let owner = &world.site(line.site.as_str()).expect("a site").owner;
        let used = world.estimate(owner, Quantity::Utilisation, &line.product, Key::NONE);
        assert!(used.is_some(), "utilisation of {owner} for {}", line.product);
    }
    for product in ["product:dram", "product:hbm", "product:nand"] {
        for quantity in [
            Quantity::ContractPrice,
            Quantity::BuyerStock,
            Quantity::WaferCost,
            Quantity::FrontEndWeeks,
            Quantity::BackEndWeeks,
            Quantity::BitGrowth,
            Quantity::CapexPerWafer,
        ] {
            let found = world.estimate(Key::written(product), quantity, Key::NONE, Key::NONE);
            assert!(found.is_some(), "{quantity} of {product}");
        }
        // The market starts at its normal stock or in the state of a date; the facts stand beside it.
        let stock = |fact: &&linchpin_world::Fact| {
            fact.subject == product && fact.quantity == Quantity::SupplierStock
        };
        assert!(world.facts.iter().any(|fact| stock(&fact)), "no fact on the stock of {product}");
    }
}

#[test]
fn contradicting_accounts_stand_side_by_side() {
    let world = world();
    let (wuxi, dram) = (Key::written("site:skhynix-wuxi"), Key::written("product:dram"));
    let wuxi = world.estimate(wuxi, Quantity::ShareOfMaker, dram, Key::NONE).expect("an estimate");
    let contested: Vec<&str> =
        world.contested().map(|(_, about, _)| about.subject.as_str()).collect();
    assert!(contested.contains(&"site:skhynix-wuxi") && contested.contains(&"country:CHN"));
    assert!(wuxi.contested && wuxi.range.low() <= 0.40 && wuxi.range.high() >= 0.50);
    let fdi = world
        .estimate(
            Key::written("country:CHN"),
            Quantity::Fdi,
            Key::NONE,
            Key::written("country:KOR"),
        )
        .expect("an estimate");
    assert_eq!((fdi.range.low(), fdi.range.high()), (5790.0, 6790.0));
    assert!(fdi.contested);
    let meetings =
        world.events.iter().filter(|event| event.id.name().starts_with("xi-meets-makers"));
    let years: Vec<i16> = meetings.map(|event| event.date.days().from.year()).collect();
    assert!(years.contains(&2024) && years.contains(&2025), "{years:?}");
}

#[test]
fn wafers_and_bits_imply_the_shares_that_sources_state() {
    // Bits are not revenue: HBM earns more per bit and speciality DRAM less, hence the room. The
    // table is printed with `--nocapture`.
    const ROOM: f64 = 0.04;
    let world = world();
    let shares = implied::shares(&world);
    let mut compared = 0;
    for share in &shares {
        println!(
            "{:18} {:14} {:12.0} Tb/month  implied {:5.1} %  stated {}",
            share.product,
            share.firm,
            share.terabits_per_month.get(),
            100.0 * share.implied.get(),
            share.stated.map_or_else(
                || "-".to_owned(),
                |range| format!("{:.1} to {:.1} %", 100.0 * range.low(), 100.0 * range.high())
            ),
        );
        if let Some(stated) = share.stated {
            compared += 1;
            let room = stated.low() - ROOM..=stated.high() + ROOM;
            assert!(room.contains(&share.implied.get()), "{share:?}");
        }
    }
    assert!(compared >= 11, "only {compared} shares are stated");
}

#[test]
fn world_totals_are_those_of_the_market() {
    // 76.1 billion Gb of DRAM shipped in the second quarter of 2025; about 1.6 to 1.9 million DRAM
    // wafers a month. The tables speak of early 2026.
    let world = world();
    let is_dram = |product: &str| product == "product:dram-all";
    let shares = implied::shares(&world);
    let dram = shares.iter().filter(|share| is_dram(&share.product));
    let bits: f64 = 3.0 * dram.map(|share| share.terabits_per_month.get() / 1e6).sum::<f64>();
    assert!((76.1..76.1 * 1.15).contains(&bits), "{bits} billion Gb a quarter");
    let wafers: f64 = world
        .estimates(Quantity::Capacity)
        .filter(|(about, _)| matches!(about.of.as_deref(), Some("product:dram" | "product:hbm")))
        .map(|(_, estimate)| estimate.range.mode())
        .sum();
    assert!((1.6e6..1.9e6).contains(&wafers), "{wafers} wafers a month");
}

#[test]
fn makers_sites_add_up_to_their_wafer_output() {
    // Sites and products of a maker against its yearly wafers (Omdia), DRAM with HBM.
    let world = world();
    for (firm, products, output) in [
        ("firm:samsung", ["product:dram", "product:hbm"].as_slice(), (7_590_000.0, 7_930_000.0)),
        ("firm:skhynix", &["product:dram", "product:hbm"], (5_970_000.0, 6_480_000.0)),
        ("firm:micron", &["product:dram", "product:hbm"], (3_600_000.0, 3_600_000.0)),
        ("firm:cxmt", &["product:dram"], (2_730_000.0, 2_880_000.0)),
        ("firm:samsung", &["product:nand"], (4_680_000.0, 4_900_000.0)),
        ("firm:skhynix", &["product:nand"], (1_700_000.0, 1_900_000.0)),
        ("firm:kioxia", &["product:nand"], (4_690_000.0, 4_690_000.0)),
        ("firm:micron", &["product:nand"], (1_300_000.0, 1_300_000.0)),
    ] {
        let mut wafers = 0.0;
        for line in world.lines.iter().filter(|line| products.contains(&line.product.as_str())) {
            let site = world.site(line.site.as_str()).expect("a site");
            if site.owner.as_str() != firm {
                continue;
            }
            let value = |subject: Key<'_>, quantity| {
                world.estimate(subject, quantity, &line.product, Key::NONE)
            };
            let Some(capacity) = value((&line.site).into(), Quantity::Capacity) else { continue };
            let used = value(Key::written(firm), Quantity::Utilisation).expect("a use");
            wafers += 12.0 * capacity.range.mode() * used.range.mode();
        }
        let room = output.0 * 0.92..=output.1 * 1.08;
        assert!(room.contains(&wafers), "{firm} {products:?}: {wafers} against {output:?}");
    }
}

#[test]
fn names_aliases_and_misspellings_lead_to_the_thing() {
    let world = world();
    for (wanted, id) in [
        ("site:samsung-xian", "site:samsung-xian"),
        ("samsung-xian", "site:samsung-xian"),
        ("Samsung Xi'an", "site:samsung-xian"),
        ("Wuxi", "site:skhynix-wuxi"),
        ("hynix", "firm:skhynix"),
        ("WD", "firm:sandisk"),
        ("HBM", "product:hbm"),
        ("neon", "material:neon"),
        ("Korea", "gov:korea"),
    ] {
        assert_eq!(world.find(wanted).as_deref(), Ok(id), "{wanted}");
    }
    let unknown = world.find("site:samsung-xain").expect_err("misspelled");
    assert_eq!(unknown.nearest.first().map(String::as_str), Some("site:samsung-xian"));
    assert!(world.find("").is_err());
}

#[test]
fn a_card_holds_rivals_with_their_sources() {
    let card = world().show("Wuxi").expect("a card");
    assert_eq!(card.name, "SK hynix Wuxi");
    let share = card.values.iter().find(|values| values.quantity == Quantity::ShareOfMaker);
    let share = share.expect("shares");
    assert!(share.estimate.as_ref().is_some_and(|estimate| estimate.contested));
    assert!(share.rivals.len() >= 6);
    assert!(share.rivals.iter().all(|rival| !rival.source.title.is_empty()));
    assert!(card.related.iter().any(|other| other.id == "firm:skhynix"));
    assert!(card.events.iter().any(|event| event.id == "event:wuxi-fire"));
    assert!(card.attributes.iter().any(|facet| facet.name == "owner" && facet.value == "SK hynix"));
    // A firm has an owner with a nationality; a person has one of their own.
    let first = |id: &str| world().show(id).expect("a card").attributes[0].name.clone();
    assert_eq!(first("firm:micron"), "nationality of the ultimate owner");
    assert_eq!(first("person:xi-jinping"), "nationality");
}

#[test]
fn origins_are_parts_of_one_whole() {
    // Of a material's use in a country, and of a tool class's sales, no more than everything comes from somewhere.
    const ROUNDING: f64 = 0.015;
    let world = world();
    let mut wholes: std::collections::BTreeMap<(String, String), f64> = Default::default();
    for (about, estimate) in world.estimates(Quantity::OriginShare) {
        let buyer = about.to.as_ref().map(ToString::to_string).unwrap_or_default();
        *wholes.entry((about.subject.to_string(), buyer)).or_default() += estimate.range.mode();
    }
    assert!(wholes.len() >= 20, "{wholes:?}");
    for (what, sum) in wholes {
        assert!(sum > 0.6 && sum < 1.0 + ROUNDING, "{what:?} sums to {sum}");
    }
}

#[test]
fn what_is_measured_has_a_card_too() {
    let world = world();
    for wanted in ["FDI", "fdi", "foreign direct investment"] {
        let card = world.show(wanted).unwrap_or_else(|unknown| panic!("{unknown}"));
        let korea = card.values.iter().find(|values| {
            values.quantity == Quantity::Fdi && values.subject_name.starts_with("China")
        });
        // The ministry's 5.79 and the article's 6.79 billion stand side by side.
        let korea = korea.unwrap_or_else(|| panic!("{wanted}: {card:?}"));
        assert!(korea.estimate.as_ref().is_some_and(|estimate| estimate.contested));
        assert_eq!(korea.rivals.len(), 2);
        assert!(card.values.iter().any(|values| values.quantity == Quantity::FdiChange));
    }
    assert!(world.show("FDI").expect("a card").events.iter().any(|e| e.id == "event:fdi-record"));
    let card = world.show("subsidiaries").expect("a card");
    let subjects: Vec<&str> = card.values.iter().map(|v| v.subject_name.as_str()).collect();
    assert!(subjects.contains(&"Samsung Electronics"), "{subjects:?}");
    // A misspelled thing stays unknown, and so does a word that names everything or nothing.
    for wanted in ["site:samsung-xain", "share", "of", ""] {
        assert!(world.show(wanted).is_err(), "{wanted}");
    }
}

#[test]
fn a_preference_of_a_country_speaks_for_its_segments() {
    // By hand: CXMT's preference abroad is one row; each segment outside China gets it, and China's own
    // rows go before it.
    let world = world();
    let told = |segment: &str| {
        let (firm, dram) = (Key::written("firm:cxmt"), Key::written("product:dram"));
        world.estimate(firm, Quantity::Preference, dram, Key::written(segment)).map(|e| e.range)
    };
    let (abroad, home) = (told("country:WLD").expect("a row"), told("country:CHN").expect("a row"));
    assert!(abroad.high() < home.low(), "{abroad:?} {home:?}");
    for segment in world.segments.iter() {
        let found = told(segment.id.as_str()).unwrap_or_else(|| panic!("{}", segment.id));
        let china = segment.destination.as_str() == "country:CHN";
        let narrower = segment.critical || segment.id.as_str() == "segment:chn-automotive";
        match (china, narrower) {
            (false, _) => assert_eq!(found, abroad, "{}", segment.id),
            (true, false) => assert_eq!(found, home, "{}", segment.id),
            (true, true) => assert_ne!(found, home, "{}", segment.id),
        }
    }
}

#[test]
fn the_export_is_one_row_per_fact() {
    let world = world();
    let rows = linchpin_world::export::rows(&world);
    assert_eq!(rows.len(), world.facts.len());
    assert!(rows.iter().all(|row| row.low <= row.value && row.value <= row.high));
    assert!(
        rows.iter().all(|row| row.source.to_string().starts_with("doc:") != row.title.is_empty())
    );
}

#[test]
fn every_quantity_has_a_meaning_and_a_spelling_of_its_own() {
    let mut words: Vec<&str> = Quantity::ALL.iter().map(|quantity| quantity.as_str()).collect();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), Quantity::ALL.len());
    for quantity in Quantity::ALL {
        assert_eq!(quantity.as_str().parse(), Ok(*quantity));
        assert!(quantity.meaning().ends_with('.') && !quantity.units().is_empty());
    }
}
