//! What evidence exports loads again and says the same.

use linchpin_evidence::document::Stated;
use linchpin_evidence::store::Store;
use linchpin_results::export::Rows;
use linchpin_results::table::Table;

const ONE: &str = "Talks in Busan\n\nThe ministry said on March 3, 2024 that both sides agreed to cooperate on chips. \
\"Exports fell by 12.5 percent,\" Kim Min-su said.\n";
const TWO: &str = "Talks in Busan\n\nThe ministry said on March 4, 2024 that both sides agreed to cooperate on chips. \
\"Exports fell by 14.5 percent,\" Kim Min-su said.\n";

#[test]
fn tables_of_a_store_load_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let (place, out) = (folder.path().join("store"), folder.path().join("out"));
    let store = Store::at(&place);
    for text in [ONE, TWO] {
        store.add(text.as_bytes(), &Stated::default()).expect("added");
    }
    let written = linchpin::export_evidence(&place, &out).expect("written");
    let (layers, _) = linchpin_evidence::face::layers(&place).expect("read");
    assert_eq!(written.len(), 2 * layers.len());
    for layer in layers {
        let rows = Rows { name: layer.name, columns: layer.columns, rows: layer.rows };
        let honest = rows.table();
        let file = format!("{}.parquet", rows.name);
        let bytes = std::fs::read(out.join(&file)).expect("written");
        let back = Table::new(rows.name, &rows.form()).parse(&file, bytes).expect("read");
        assert_eq!(back.digest(), honest.digest(), "{}", rows.name);
        assert!(
            !rows.rows.is_empty() || ["divergences"].contains(&rows.name),
            "{} is empty",
            rows.name
        );
    }
}
