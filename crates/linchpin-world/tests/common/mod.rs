//! A tiny sound world that tests write to a folder, whole or with one thing broken.

use std::path::Path;

/// File name and body of every file of the tiny world.
pub(crate) const TINY: [(&str, &str); 16] = [
    (
        "sources.csv",
        "id,outlet,title,published,url,sha256,licence,note\n\
         doc:paper,The Paper,A report,2025-03,,,cited,\n",
    ),
    ("countries.csv", "id,name\ncountry:CHN,China\ncountry:KOR,Korea\n"),
    (
        "places.csv",
        "id,name,country,latitude,longitude,source\n\
         place:xian,Xi'an,country:CHN,34.2,108.8,doc:paper\n\
         place:icheon,Icheon,country:KOR,37.2,127.5,doc:paper\n",
    ),
    (
        "actors.csv",
        "id,name,kind,nationality,parent,roles,aliases,source\n\
         firm:samsung,Samsung,firm,country:KOR,,memory maker,SEC,doc:paper\n\
         person:xi,Xi Jinping,person,country:CHN,,President,,doc:paper\n",
    ),
    ("products.csv", "id,name,what,family\nproduct:nand,NAND flash,non-volatile memory,\n"),
    (
        "sites.csv",
        "id,name,owner,holder,place,opened,closes,note,source\n\
         site:xian,Samsung Xi'an,firm:samsung,firm:samsung,place:xian,2014-05,,,doc:paper\n\
         site:icheon,Samsung Icheon,firm:samsung,firm:samsung,place:icheon,2010,2030,,doc:paper\n",
    ),
    (
        "lines.csv",
        "site,product,node,class,opened,source,note\n\
         site:xian,product:nand,V8,advanced,2014,doc:paper,\n\
         site:icheon,product:nand,V7,advanced,2010,doc:paper,\n",
    ),
    (
        "materials.csv",
        "id,name,essential,step,stock_keeper,source\n\
         material:neon,Neon,yes,lithography,fab,doc:paper\n",
    ),
    ("tools.csv", "id,name,eccn,step,source\ntool:etch,Etch,3B001.c,etch,doc:paper\n"),
    (
        "segments.csv",
        "id,name,destination,class,critical,source\n\
         segment:chn,China,country:CHN,server,yes,doc:paper\n\
         segment:kor,Korea,country:KOR,server,no,doc:paper\n",
    ),
    (
        "events.csv",
        "id,date,kind,who,where,what,modality,source,grade,note\n\
         event:visit,2025-03-28,visit,person:xi|firm:samsung,place:xian,A visit,asserted,doc:paper,press,\n",
    ),
    (
        "assumptions.toml",
        "[[assumption]]\n\
         id = \"assumption:spares\"\n\
         name = \"Spare parts\"\n\
         value = 26\n\
         low = 8\n\
         high = 52\n\
         unit = \"week\"\n\
         as_of = \"2026\"\n\
         basis = \"weeks of use\"\n\
         source = \"assumption:spares\"\n\
         grade = \"assumption\"\n\
         why = \"decides how long a gap stays harmless\"\n",
    ),
    ("facts/sites.csv", FACTS),
    (
        "series.csv",
        "id,name,frequency,unit,complete,what\n\
         series:price,Price,month,1,yes,\n\
         series:stock,Stock,any,week,no,\n",
    ),
    ("series/prices.csv", SERIES),
    ("datapackage.json", DESCRIPTOR),
];

const SERIES: &str = "series,period,value,low,high,unit,basis,kind,published,source,grade,note\n\
    series:price,2025-01,100,,,1,mean,actual,2025-02-14,doc:paper,press,\n\
    series:price,2025-02,101,,,1,mean,actual,2025-03-14,doc:paper,press,\n\
    series:price,2025-03,102,,,1,mean,actual,2025-04-14,doc:paper,press,\n\
    series:stock,2025-03,6,5,7,week,sales,estimate,2025-04,doc:paper,press,\n";

const FACTS: &str = "subject,quantity,of,to,value,low,high,unit,as_of,basis,source,grade,use,note\n\
    site:xian,capacity,product:nand,,200000,190000,210000,wafer/month,2025,starts,doc:paper,press,model,\n\
    site:xian,bits-per-wafer,product:nand,,500,400,600,Tb/wafer,2025,good bits,doc:paper,memory,model,\n\
    site:icheon,capacity,product:nand,,90000,90000,90000,wafer/month,2025,starts,doc:paper,press,model,\n\
    site:icheon,bits-per-wafer,product:nand,,700,600,800,Tb/wafer,2025,good bits,doc:paper,memory,model,\n\
    site:xian,share-of-maker,product:nand,,0.4,0.4,0.4,share,2025,wafers,doc:paper,press,model,\n\
    site:icheon,share-of-maker,product:nand,,0.6,0.6,0.6,share,2025,wafers,doc:paper,press,model,\n\
    segment:chn,demand-share,product:nand,,0.3,0.2,0.4,share,2025,bits,doc:paper,assumption,model,\n\
    segment:kor,demand-share,product:nand,,0.7,0.6,0.8,share,2025,bits,doc:paper,assumption,model,\n\
    firm:samsung,subsidiaries-change,,country:CHN,-0.17,-0.17,-0.17,change,2025,number,doc:paper,press,model,\n";

const DESCRIPTOR: &str = include_str!("tiny.json");

/// Writes the tiny world to `dir`, each body passed through `edit`; `None` leaves the file out.
pub(crate) fn write(dir: &Path, edit: impl Fn(&str, &str) -> Option<String>) {
    std::fs::create_dir_all(dir.join("facts")).expect("a folder");
    std::fs::create_dir_all(dir.join("series")).expect("a folder");
    for (name, body) in TINY {
        if let Some(body) = edit(name, body) {
            std::fs::write(dir.join(name), body).expect("a file");
        }
    }
}
