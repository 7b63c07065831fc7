//! The economy in layouts of text: OECD, FIGARO, EXIOBASE, pymrio, Eora.

use super::archive::zipped;
use super::{DEMAND, Mock, REGIONS, SECTORS, Y, Z, folder, line, mock, output, pairs, save};
use std::path::Path;

/// OECD layout; `rows` in the order given.
pub(super) fn oecd(rows: &[usize]) -> String {
    let industries = pairs(REGIONS, SECTORS);
    let name = |(r, s): &(&str, &str)| format!("{r}_{s}");
    let mut header: Vec<String> = industries.iter().map(name).collect();
    header.extend(pairs(REGIONS, DEMAND).iter().map(name));
    header.push("OUT".to_owned());
    let mut body = line("V1", header, ",");
    for i in rows {
        let cells = Z[*i].iter().chain(&Y[*i]).map(f64::to_string);
        body += &line(&name(&industries[*i]), cells.chain([output(*i).to_string()]), ",");
    }
    for other in ["TLS", "VA", "OUT"] {
        body += &line(other, (0..9).map(|_| "1".to_owned()), ",");
    }
    body
}

/// OECD layout with each region in two parts, as China and Mexico are: a quarter and the rest. Final
/// demand stands under the whole country, which has empty industries too where `whole` says so.
fn split(regions: [&str; 2], parts: &[(&str, usize, f64)], whole: bool) -> String {
    let mut industries: Vec<(&str, usize, f64)> = Vec::new();
    for (r, region) in regions.iter().enumerate() {
        let own = parts.iter().filter(|part| part.1 == r);
        if own.clone().next().is_none() {
            industries.push((region, r, 1.0));
        } else if whole {
            industries.push((region, r, 0.0));
        }
    }
    industries.extend(parts);
    let cells: Vec<(String, usize, f64)> = (industries.iter())
        .flat_map(|(name, r, share)| {
            SECTORS
                .iter()
                .enumerate()
                .map(move |(s, sector)| (format!("{name}_{sector}"), r * 2 + s, *share))
        })
        .collect();
    let mut header: Vec<String> = cells.iter().map(|cell| cell.0.clone()).collect();
    header.extend(pairs(regions, DEMAND).iter().map(|(r, d)| format!("{r}_{d}")));
    header.push("TOTAL".to_owned());
    let mut body = line("", header, ",");
    for (name, i, share) in &cells {
        let flows = cells.iter().map(|(_, j, to)| (share * to * Z[*i][*j]).to_string());
        let demand = Y[*i].iter().map(|value| (share * value).to_string());
        let total = (share * output(*i)).to_string();
        body += &line(name, flows.chain(demand).chain([total]), ",");
    }
    for other in ["CHN_TAXSUB", "VALU", "OUTPUT"] {
        body += &line(other, (0..cells.len() + 5).map(|_| "1".to_owned()), ",");
    }
    body
}

/// The editions of the OECD's tables: alone and zipped, rows in any order, countries in parts.
pub(super) fn editions(dir: &Path) -> Vec<Mock> {
    let plain = oecd(&[0, 1, 2, 3]);
    let permuted = oecd(&[2, 0, 3, 1]);
    // The 2016 edition quotes labels and turns those of final demand round.
    let old = plain
        .replace("KOR_HFCE", "HFCE_KOR")
        .replace("CHN_INVNT", "INVNT_CHN")
        .replace("CHN_C26", "\"CHN_C26\"")
        .replace("\nTLS", "\nVA+TAXSUB")
        .replace("OUT", "TOT");
    let china = [("CN1", 1, 0.25), ("CN2", 1, 0.75)];
    let both = [("MX1", 0, 0.25), ("MX2", 0, 0.75), ("CN1", 1, 0.25), ("CN2", 1, 0.75)];
    let split_2018 = split(REGIONS, &china, false);
    let split_2021 = split(["MEX", "CHN"], &both, true);
    let two: [(&str, &[u8]); 2] =
        [("2019_SML.csv", permuted.as_bytes()), ("2020_SML.csv", plain.as_bytes())];
    let mexico = |path| Mock { regions: ["MEX", "CHN"], ..mock(path, "USD_mn") };
    vec![
        mock(save(dir, "ICIO2016_2011.csv", &old), "USD_mn"),
        mock(zipped(dir, "ICIO2016_2011.zip", &[("ICIO2016_2011.csv", old.as_bytes())]), "USD_mn"),
        mock(save(dir, "ICIO2018_2015.CSV", &split_2018), "USD_mn"),
        mexico(save(dir, "ICIO2021_2018.csv", &split_2021)),
        mexico(zipped(dir, "ICIO2021_2018.zip", &[("ICIO2021_2018.csv", split_2021.as_bytes())])),
        mock(save(dir, "2020_SML.csv", &plain), "USD_mn"),
        mock(save(dir, "2019.csv", &permuted), "USD_mn"),
        mock(zipped(dir, "one.zip", &two[..1]), "USD_mn"),
        Mock {
            member: Some("2020_SML.csv"),
            ..mock(zipped(dir, "2016-2020_SML.zip", &two), "USD_mn")
        },
    ]
}

/// FIGARO has no column of output.
pub(super) fn figaro(dir: &Path) -> Mock {
    let body: String = oecd(&[0, 1, 2, 3])
        .lines()
        .filter(|line| !["TLS", "VA,", "OUT"].iter().any(|start| line.starts_with(start)))
        .map(|line| line.rsplit_once(',').expect("cells").0.to_owned() + "\n")
        .collect();
    let body = body.replace("V1", "rowLabels").replace("HFCE", "P3_S14").replace("INVNT", "P5M");
    let body = body + "W2_D1,1,1,1,1,1,1,1,1\n";
    mock(save(dir, "matrix_eu-ic-io_ind-by-ind_26ed_2019.csv", body), "EUR_mn")
}

/// One flow a line, zeros left out: our own labelled CSV, and FIGARO's flat file with its rows of value added.
pub(super) fn long(dir: &Path) -> Vec<Mock> {
    let (industries, demand) = (pairs(REGIONS, SECTORS), pairs(REGIONS, DEMAND));
    let mut ours = "from_region,from_sector,to_region,to,value,unit\n".to_owned();
    let mut figaro = "icioFlow,refArea,rowIi,counterpartArea,colIi,obsValue\n".to_owned();
    for (i, (r, s)) in industries.iter().enumerate() {
        let to = industries.iter().zip(Z[i]).chain(demand.iter().zip(Y[i]));
        for ((c, to), value) in to.filter(|(_, value)| *value != 0.0) {
            ours += &format!("{r},{s},{c},{to},{value},USD_mn\n");
            figaro += &format!("x,{r},{s},{c},{to},{value}\n");
        }
    }
    figaro += "x,W2,D1,KOR,C26,17\n";
    vec![
        mock(save(dir, "flows.csv", ours), "USD_mn"),
        mock(save(dir, "flatfile_eu-ic-io_ind-by-ind_25ed_2019.csv", figaro), "EUR_mn"),
    ]
}

/// EXIOBASE 1 and 2: a third column of labels with the unit, as flows in a folder and as coefficients in an archive.
pub(super) fn exiobase_old(dir: &Path) -> Vec<Mock> {
    let matrix = |columns: Vec<(&str, &str)>, unit: &str, rows: &[[f64; 4]; 4]| {
        let head =
            |names: Vec<&str>| line("\t\t", names.iter().map(|name| (*name).to_owned()), "\t");
        let mut body = head(columns.iter().map(|c| c.0).collect());
        body += &head(columns.iter().map(|c| c.1).collect());
        for ((r, s), row) in pairs(REGIONS, SECTORS).iter().zip(rows) {
            body += &line(&format!("{r}\t{s}\t{unit}"), row.iter().map(f64::to_string), "\t");
        }
        body
    };
    let demand = matrix(pairs(REGIONS, DEMAND), "M.EUR", &Y);
    let flows = matrix(pairs(REGIONS, SECTORS), "M.EUR", &Z);
    let shares = matrix(pairs(REGIONS, SECTORS), "M.EUR/M.EUR", &coefficients());
    let first = folder(dir, "exiobase1");
    save(&first, "mrIot_version1.3.txt", flows);
    save(&first, "mrFinalDemand_version1.3.txt", &demand);
    let second: [(&str, &[u8]); 2] = [
        ("mrIOT_IxI_fpa_coefficient_version2.2.2/mrIot_version2.2.2.txt", shares.as_bytes()),
        (
            "mrIOT_IxI_fpa_coefficient_version2.2.2/mrFinalDemand_version2.2.2.txt",
            demand.as_bytes(),
        ),
    ];
    let name = "mrIOT_IxI_fpa_coefficient_version2.2.2.zip";
    vec![mock(first, "M.EUR"), mock(zipped(dir, name, &second), "M.EUR")]
}

/// What is bought for a unit of output.
fn coefficients() -> [[f64; 4]; 4] {
    let mut a = Z;
    for row in &mut a {
        for (j, cell) in row.iter_mut().enumerate() {
            *cell /= output(j);
        }
    }
    a
}

fn files(flows: &[[f64; 4]; 4]) -> Vec<(&'static str, String)> {
    let industries = pairs(REGIONS, SECTORS);
    let matrix = |columns: Vec<(&str, &str)>, level: &str, rows: &[[f64; 4]; 4]| {
        let mut body = line("region\t", columns.iter().map(|c| c.0.to_owned()), "\t");
        body += &line(&format!("{level}\t"), columns.iter().map(|c| c.1.to_owned()), "\t");
        body += "region\tsector\t\t\t\t\n";
        for ((r, s), row) in industries.iter().zip(rows) {
            body += &line(&format!("{r}\t{s}"), row.iter().map(f64::to_string), "\t");
        }
        body
    };
    let mut x = "region\tsector\tindout\n".to_owned();
    let mut unit = "region\tsector\tunit\n".to_owned();
    for (i, (r, s)) in industries.iter().enumerate() {
        x += &format!("{r}\t{s}\t{}\n", output(i));
        unit += &format!("{r}\t{s}\tM.EUR\n");
    }
    vec![
        ("Z.txt", matrix(pairs(REGIONS, SECTORS), "sector", flows)),
        ("Y.txt", matrix(pairs(REGIONS, DEMAND), "category", &Y)),
        ("x.txt", x),
        ("unit.txt", unit),
        ("metadata.json", "{}".to_owned()),
    ]
}

/// An archive as EXIOBASE 3 publishes it.
pub(super) fn exiobase(dir: &Path) -> Mock {
    let files = files(&Z);
    let named: Vec<(String, &[u8])> = files
        .iter()
        .map(|(name, body)| (format!("IOT_2019_ixi/{name}"), body.as_bytes()))
        .collect();
    let listed: Vec<(&str, &[u8])> =
        named.iter().map(|(name, body)| (name.as_str(), *body)).collect();
    mock(zipped(dir, "IOT_2019_ixi.zip", &listed), "M.EUR")
}

/// A folder of pymrio with A instead of Z, renamed by `file_parameters.json`.
pub(super) fn pymrio_with_coefficients(dir: &Path) -> Mock {
    let path = folder(dir, "saved");
    for (name, body) in files(&coefficients()) {
        save(&path, if name == "Z.txt" { "coefficients.txt" } else { name }, body);
    }
    let parameters = r#"{"files": {"A": {"name": "coefficients.txt", "nr_header": "2"}}}"#;
    save(&path, "file_parameters.json", parameters);
    mock(path, "M.EUR")
}

/// Eora26: bare blocks with labels beside them.
pub(super) fn eora(dir: &Path) -> Mock {
    let labels = |kind: &str, pairs: Vec<(&str, &str)>| -> String {
        pairs.iter().map(|(r, s)| format!("{r} name\t{r}\t{kind}\t{s}\t\n")).collect()
    };
    let path = folder(dir, "eora");
    save(&path, "labels_T.txt", labels("Industries", pairs(REGIONS, SECTORS)));
    save(&path, "labels_FD.txt", labels("Final Demand", pairs(REGIONS, DEMAND)));
    save(&path, "Eora26_2017_bp_T.txt", block(&Z));
    save(&path, "Eora26_2017_bp_FD.txt", block(&Y));
    mock(path, "USD_thousand")
}

pub(super) fn block(rows: &[[f64; 4]; 4]) -> String {
    rows.iter().map(|row| row.map(|v| v.to_string()).join("\t") + "\n").collect()
}
