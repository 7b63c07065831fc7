//! The Open-PSA reader: what it understands and where it says what is wrong.

use linchpin_structure::cuts::{Options, cut_sets};
use linchpin_structure::opsa::{self, Model};
use linchpin_units::{Findings, Text};

fn read(body: &str) -> Result<Model, Findings> {
    opsa::read(&[Text::new("tree.xml", format!("<opsa-mef>\n{body}\n</opsa-mef>"))])
}

fn tree(body: &str) -> Result<Model, Findings> {
    read(&format!("<define-fault-tree name=\"t\">\n{body}\n</define-fault-tree>"))
}

fn sets(model: &Model) -> Vec<Vec<String>> {
    let top = model.arg(model.top(None).expect("one top"));
    let cuts = cut_sets(&model.graph, top, &Options::default()).expect("cut sets");
    let name = |event: &u32| model.graph.events[*event as usize].name.clone();
    cuts.first(100).iter().map(|set| set.iter().map(name).collect()).collect()
}

/// Code, line and column of the first finding.
fn first(outcome: Result<Model, Findings>) -> (String, u32, u32) {
    let findings = outcome.expect_err("a finding");
    let finding = findings.iter().next().expect("one").clone();
    assert!(!finding.help.is_empty(), "{finding}");
    (finding.code.to_owned(), finding.place.line, finding.place.column)
}

#[test]
fn formulas_nest_and_constants_count() {
    let model = tree(
        r#"<define-gate name="top"><label>any text &amp; more</label>
             <or>
               <and><basic-event name="a"/><event name="b" type="basic-event"/></and>
               <atleast min="2"><basic-event name="c"/><basic-event name="d"/><house-event name="on"/></atleast>
               <and><constant value="false"/><basic-event name="e"/></and>
             </or>
           </define-gate>
           <define-house-event name="on"><constant value="true"/></define-house-event>"#,
    )
    .expect("a sound tree");
    assert_eq!(sets(&model), [vec!["c"], vec!["d"], vec!["a", "b"]]);
}

#[test]
fn private_names_hide_public_ones() {
    let model = tree(
        r#"<define-gate name="root"><and><gate name="inner.top"/><gate name="A"/></and></define-gate>
           <define-gate name="A"><or><event name="G"/><event name="C"/></or></define-gate>
           <define-basic-event name="G"/>
           <define-basic-event name="C"/>
           <define-component name="inner" role="private">
             <define-gate name="top"><or><event name="G"/><basic-event name="t.C"/></or></define-gate>
             <define-basic-event name="G"/>
           </define-component>"#,
    )
    .expect("a sound tree");
    assert_eq!(sets(&model), [vec!["C"], vec!["G", "t.inner.G"]]);
}

#[test]
fn a_model_may_stand_in_several_files() {
    let gates = "<opsa-mef><define-fault-tree name='t'><define-gate name='top'><or>\
                 <basic-event name='a'/><basic-event name='b'/></or></define-gate>\
                 </define-fault-tree></opsa-mef>";
    let data = "<opsa-mef><model-data><define-basic-event name='a'><mul><float value='0.5'/>\
                <parameter name='p'/></mul></define-basic-event><define-basic-event name='b'>\
                <exponential><float value='1e-3'/><float value='100'/></exponential>\
                </define-basic-event><define-parameter name='p'><float value='0.2'/>\
                </define-parameter></model-data></opsa-mef>";
    let texts = [Text::new("gates.xml", gates), Text::new("data.xml", data)];
    let model = opsa::read(&texts).expect("a sound model");
    let probability = |at: usize| model.graph.events[at].probability.expect("a probability");
    assert!((probability(0) - 0.1).abs() < 1e-15);
    assert!((probability(1) - 0.095_162_581_964_040_43).abs() < 1e-15);
}

#[test]
fn faults_are_located() {
    let gate = |inner: &str| format!("<define-gate name=\"top\">\n{inner}\n</define-gate>");
    let cases = [
        (gate("<or><gate name=\"g1\"/></or>"), "LP-C006", 4, 5),
        (gate("<or><house-event name=\"h\"/></or>"), "LP-C006", 4, 5),
        (gate("<or><event name=\"h\"/></or>"), "LP-C006", 4, 5),
        (gate("<or><gate name=\"top\"/></or>"), "LP-C007", 3, 1),
        (gate("<not><basic-event name=\"a\"/><basic-event name=\"b\"/></not>"), "LP-C008", 4, 1),
        (gate("<or/>"), "LP-C008", 4, 1),
        (gate("<atleast min=\"3\"><basic-event name=\"a\"/></atleast>"), "LP-C008", 4, 1),
        (gate("<atleast><basic-event name=\"a\"/></atleast>"), "LP-C004", 4, 1),
        (
            gate("<cardinality min=\"2\" max=\"1\"><basic-event name=\"a\"/></cardinality>"),
            "LP-C004",
            4,
            1,
        ),
        (gate("<und><basic-event name=\"a\"/></und>"), "LP-C003", 4, 1),
        (gate("<or><basic-event/></or>"), "LP-C004", 4, 5),
        (gate(""), "LP-C016", 3, 1),
        (gate("<basic-event name=\"a\"/>") + &gate("<basic-event name=\"b\"/>"), "LP-C005", 5, 15),
        ("<define-gat name=\"x\"/>".to_owned(), "LP-C003", 3, 1),
        ("<include file=\"x.xml\"/>".to_owned(), "LP-C011", 3, 1),
        (
            "<define-basic-event name=\"a\">\n<float value=\"1.5\"/></define-basic-event>"
                .to_owned(),
            "LP-C010",
            4,
            1,
        ),
        (
            "<define-basic-event name=\"a\">\n<float value=\"NaN\"/></define-basic-event>"
                .to_owned(),
            "LP-C004",
            4,
            1,
        ),
        (String::new(), "LP-C002", 1, 1),
        ("<define-gate name=\"x\"><or>".to_owned(), "LP-C001", 4, 1),
    ];
    for (body, code, line, column) in cases {
        assert_eq!(first(tree(&body)), (code.to_owned(), line, column), "{body}");
    }
}

#[test]
fn parameters_in_a_circle_are_refused() {
    let body = r#"<define-gate name="top"><basic-event name="a"/></define-gate>
        <define-basic-event name="a"><parameter name="p"/></define-basic-event>
        <define-parameter name="p"><neg><parameter name="p"/></neg></define-parameter>"#;
    assert_eq!(first(tree(body)).0, "LP-C007");
}

#[test]
fn several_tops_must_be_told_apart() {
    let body = "<define-gate name='one'><basic-event name='a'/></define-gate>\
                <define-gate name='two'><basic-event name='a'/></define-gate>";
    let model = tree(body).expect("a sound tree");
    assert_eq!(model.top(Some("two")).expect("named"), 1);
    let finding = model.top(None).expect_err("two tops").iter().next().expect("one").clone();
    assert!(finding.message.contains("one, two"), "{finding}");
    let finding = model.top(Some("twos")).expect_err("no such").iter().next().expect("one").clone();
    assert_eq!(finding.nearest.as_deref(), Some("two"));
}

#[test]
fn hostile_files_end_in_a_finding() {
    let deep = format!(
        "<define-gate name='t'>{}{}</define-gate>",
        "<not>".repeat(100_000),
        "</not>".repeat(100_000)
    );
    assert_eq!(first(tree(&deep)).0, "LP-C013");
    let many: String = (0..500).map(|at| format!("<x{at}/>")).collect();
    assert_eq!(tree(&many).expect_err("findings").iter().len(), 50);
    let entity = "<!DOCTYPE o [<!ENTITY a \"b\">]><opsa-mef name=\"&a;\"/>";
    assert!(opsa::read(&[Text::new("t.xml", entity)]).is_err());
    for body in ["", "plain", "<", "<a", "<a></b>", "<a/><b/>", "<a b=c/>", "<opsa-mef/>"] {
        assert!(opsa::read(&[Text::new("t.xml", body)]).is_err(), "{body}");
    }
}
