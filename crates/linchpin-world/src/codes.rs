//! Every finding code of this crate with its cause and its fix: the pages of the error index.
//!
//! One list serves the documentation and the tests; a test proves that each code is produced by a
//! bad input and that no other code exists in the sources.

linchpin_units::codes! {
    "LP-W001" "A table is missing" "The folder lacks one of the package's files." "Add the file; an empty table still needs its header line.";
    "LP-W002" "Descriptor and files differ" "datapackage.json lists a file that is not there, or a file is not listed." "List exactly the files that stand in the folder.";
    "LP-W003" "An id is malformed" "The id is not of the form kind:name, or its kind does not belong to the table." "Write ids in lower case, as in site:samsung-xian; countries as country:KOR.";
    "LP-W004" "A key stands twice" "Two rows have the same id, two lines the same site and product, or a fact is repeated." "Remove or rename one of the rows; rivals differ in source, date, basis or value.";
    "LP-W005" "An id is in no table" "A cell names something that no table defines." "Mend the spelling or add the row.";
    "LP-W006" "A cell is empty" "A cell that must say something says nothing." "Fill in the cell.";
    "LP-W007" "Not a number" "The cell holds no finite number: text, NaN or infinity." "Write digits with a point; leave unknown values out rather than inventing them.";
    "LP-W008" "A range is disordered" "low <= value <= high does not hold." "Reorder the three numbers; a point has all three equal.";
    "LP-W009" "A unit is missing or unknown" "The unit cell is empty or holds a word that is no unit." "Use one of the listed units.";
    "LP-W010" "A unit does not fit its quantity" "The unit exists but measures something else." "Convert the value to a unit of its quantity.";
    "LP-W011" "Descriptor and columns differ" "The fields in datapackage.json are not the columns of the table, in order." "Describe exactly the columns that stand in the header line.";
    "LP-W012" "A value has no basis" "The basis cell is empty: nobody can say what was counted." "Write what the source counts, such as `wafer input` or `revenue, ship-to`.";
    "LP-W013" "A value has no source" "The source cell names nobody." "Name a document (doc:…), a row of a data set (row:…) or an assumption (assumption:…).";
    "LP-W014" "A grade is missing or unknown" "The grade cell holds no grade of evidence." "Use one of the listed grades; `memory` and `assumption` are honest answers.";
    "LP-W015" "The descriptor cannot be read" "datapackage.json is not JSON, lacks a key, or a resource has no licence." "Mend the JSON; every resource needs a name, a path and a licence.";
    "LP-W016" "A quantity is unknown" "The quantity cell holds a word outside the closed list." "Use a listed quantity; a new one needs code that knows its unit and keys.";
    "LP-W017" "A value has no as-of date" "The date cell is empty: nobody can say when the value held." "Write the day, month, quarter or year the value speaks of.";
    "LP-W018" "A key does not fit its quantity" "subject, of or to holds an id of a kind that the quantity does not take." "Move the key to its column or use another quantity.";
    "LP-W019" "A site closes before it opens" "`closes` is not after `opened`." "Mend one of the two dates.";
    "LP-W020" "Shares sum to more than one" "Parts of one whole, on one basis and date, exceed it even at their lowest rival values." "Lower a share, or say that it is counted on another basis or date.";
    "LP-W021" "A date does not exist" "The cell holds no date of the calendar, such as 2025-02-30." "Write YYYY, YYYY-Qn, YYYY-MM or YYYY-MM-DD.";
    "LP-W022" "A digest is malformed" "The sha256 cell does not hold 64 hexadecimal characters." "Copy the first word that sha256sum prints, or leave the cell empty.";
    "LP-W023" "A place is not on the globe" "Latitude is beyond 90 degrees or longitude beyond 180." "Check that the two are not swapped.";
    "LP-W024" "A value is beyond its unit" "A share is outside 0 to 1, a fall deeper than everything, or a quantity negative." "Write shares as 0.4, not 40.";
    "LP-W025" "A word is not in its list" "The cell takes one of a few words and holds another." "Use one of the listed words.";
    "LP-W026" "Demand shares do not sum to one" "The segments of a product together are not the world." "Add the missing segment or scale the shares.";
    "LP-W027" "An assumption has no range" "low, value and high are equal: what nobody knows cannot be known exactly." "Give the lowest and highest value you would defend.";
    "LP-W028" "A line has no numbers" "A production line has no capacity or no bits per wafer, so that engines leave it out." "Add the fact with an honest range, or remove the line.";
    "LP-W029" "The folder cannot be read" "The path given with --world does not exist or cannot be opened." "Check the path and its permissions.";
    "LP-W030" "Rivals come in different units" "Two facts that form one range are counted in different units." "Convert one of them, or mark it history or context.";
    "LP-W031" "A quote has no range" "The bytes of a quote are no whole numbers, or end before they start." "Give the range of the words in the document's text.";
    "LP-W032" "A quote has no document" "Its source is unknown, or sources.csv does not hold the SHA-256 of the document." "Fill in sha256 in sources.csv, or remove the quote.";
    "LP-W033" "A quote belongs to no row" "No row with this key cites the quote's source." "Copy subject, quantity, of, to and as_of from the row.";
    "LP-W034" "A series has a gap" "A series that is marked complete lacks a period between its first and its last." "Add the missing row, or mark the series `complete` = no.";
    "LP-W035" "A period does not fit its series" "A monthly series takes months, a quarterly one quarters, a yearly one years." "Write the period as its series is observed.";
    "LP-W036" "Known before it began" "An observation is said to be public before its period began, and is no forecast." "Mend the day of publication, or call the row a forecast.";
}
