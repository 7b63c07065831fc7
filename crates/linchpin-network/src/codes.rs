//! Every finding code of tables and networks, for the book's pages on errors.
//!
//! Nothing comes in; out goes the list. A test keeps it equal to the codes in the source.

linchpin_units::codes! {
    "LP-N001" "wrong size" "a matrix does not fit the number of regions and sectors" "give one row and column per industry, region-major";
    "LP-N002" "a label twice" "two rows, columns or firms carry the same label" "make labels unique";
    "LP-N003" "not finite" "a flow is NaN or infinite" "mend the cell at its source";
    "LP-N004" "negative flow" "an intermediate flow or an output is below zero" "check the table; only final demand may be negative";
    "LP-N005" "ragged line" "a line has more or fewer cells than the first" "fetch the file again or mend the line";
    "LP-N006" "not a number" "a cell holds text, NaN or a decimal comma" "write finite numbers with a decimal point";
    "LP-N007" "not Parquet" "the file is no Parquet file we can read, or claims too many rows" "fetch it again";
    "LP-N008" "missing column" "a Parquet file lacks a column or holds another type" "use the columns listed";
    "LP-N009" "cannot be read" "a file or folder is missing or the disk refuses" "check the path";
    "LP-N010" "wrong description" "run.json or file_parameters.json does not say what is needed" "compare with the book's example";
    "LP-N011" "cannot run" "an event or parameter is out of its domain" "see the message";
    "LP-N012" "out of order" "a label fits no region or stands out of turn" "check that the file is complete";
    "LP-N013" "unknown label" "a map or weight names a region or sector that is not there" "use the name offered";
    "LP-N014" "cannot be written" "standard output was closed" "run again";
    "LP-N015" "no industry" "the header holds no industry, or a kind of label is missing" "check the layout";
    "LP-N016" "too large" "the table would not fit in memory as a dense matrix" "aggregate it first";
    "LP-N017" "row without column" "a row carries a label no column has" "rows and columns of industries carry the same labels";
    "LP-N018" "rows missing" "columns have no row: the file may be cut short" "fetch it again";
    "LP-N019" "unknown label form" "a label is neither industry nor final demand of the layout" "say the layout with --layout";
    "LP-N020" "unknown firm" "a link names a firm without a sector" "add it to the file of sectors";
    "LP-N021" "no amount" "a link has no positive finite amount" "remove the link or state its amount";
    "LP-N022" "self-link" "a firm sells to itself" "remove the link";
    "LP-N023" "impossible network" "the plan or moments of a synthetic network cannot be" "see the message";
    "LP-N030" "known to be broken" "the digest is that of a broken copy that circulates" "fetch it from its publisher";
    "LP-N031" "unpacks to too much" "an archive unpacks to more than a table can be" "fetch it from its publisher";
    "LP-N032" "no table in the workbook" "no country and code above columns and left of rows" "check that it is the right file";
    "LP-N033" "stray cell" "a cell stands far outside the table" "delete it and save the workbook";
    "LP-N034" "unknown layout" "the path holds nothing we recognise" "say the layout with --layout";
    "LP-N035" "which table" "an archive holds several tables, or not the one named" "choose with --member";
    "LP-N036" "impossible split" "weights of a carve-out are negative or do not add up" "state shares that add up to one";
    "LP-N037" "impossible stop" "--eps is negative or not a number" "give a number from 0 on";
    "LP-N038" "a cell twice" "a cell is given more than once in a file of single flows" "give each cell once; zeros may be left out";
    "LP-N039" "does not close" "rows of the table miss their output by more than one per cent of all output, or there is none" "check file, unit and columns, or go on with --force: the result says so";
    "LP-N040" "no output" "no finite output makes what is demanded by the coefficients" "give columns of coefficients that add up to less than one, or x";
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    fn collect(dir: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(dir).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                collect(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("codes.rs")
            {
                let body = std::fs::read_to_string(&path).expect("a file");
                let codes = body.match_indices("LP-N").filter_map(|(at, _)| body.get(at..at + 7));
                found.extend(codes.map(str::to_owned));
            }
        }
    }

    #[test]
    fn the_list_is_that_of_the_source() {
        let mut found = BTreeSet::new();
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        collect(&here.join("src"), &mut found);
        collect(&here.join("../linchpin-cli/src"), &mut found);
        let listed: BTreeSet<String> = CODES.iter().map(|code| code.code.to_owned()).collect();
        assert_eq!(found, listed);
    }
}
