//! Every finding code of this crate, for the book's pages on errors.
//!
//! Nothing comes in; out goes the list. A test of the command line keeps it equal to the sources.

linchpin_units::codes! {
    "LP-C001" "Malformed XML" "A fault tree is no well-formed XML, or has an entity or an encoding that is not read." "Mend the file where the finding points.";
    "LP-C002" "Not a fault tree" "The root element is not opsa-mef, or no gate is defined." "Give an Open-PSA model with a define-fault-tree.";
    "LP-C003" "Unknown element" "An element is not part of the Open-PSA format where it stands." "Take the name that the finding offers, or remove the element.";
    "LP-C004" "Missing attribute" "An element lacks name, value, min or max, or holds another kind of value." "Write the attribute that the finding names.";
    "LP-C005" "Defined twice" "Two gates, events or components of one container carry one name." "Rename or remove one of them.";
    "LP-C006" "Not defined" "A formula names a gate, house event or event that is defined nowhere." "Define it, or take the name that the finding offers.";
    "LP-C007" "A cycle" "A gate rests on itself, through the gates that the finding lists." "Break the circle; a fault tree must end in basic events.";
    "LP-C008" "Wrong number of arguments" "A gate has too few or too many arguments for its kind." "`not` takes one, `iff` and `imply` two, the others at least one.";
    "LP-C009" "Which top?" "The model has no gate at the top, several of them, or not the one that was named." "Name one with --top.";
    "LP-C010" "Not a probability" "The expression of a basic event is below 0 or above 1." "Correct the number or its parameter.";
    "LP-C011" "Not read" "The file includes another." "Give both files to the command, or write them as one.";
    "LP-C012" "Left aside" "An element does not bear on cut sets and was skipped." "Nothing, unless you expected it to count.";
    "LP-C013" "Nested too deeply" "Elements stand inside each other more than 500 times." "Name inner formulas as gates of their own.";
    "LP-C014" "Too large" "The diagrams of the tree outgrow memory." "Ask for fewer events in a set with --order.";
    "LP-C015" "Cannot be read" "The file is missing or the disk refuses." "Check the path.";
    "LP-C016" "No formula" "A gate has no formula, or more than one." "Give exactly one.";
}
