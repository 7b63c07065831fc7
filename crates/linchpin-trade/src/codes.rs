//! Every finding code of trade equilibria, for the book's pages on errors.
//!
//! Nothing comes in; out goes the list. A test of the command line keeps it equal to the sources.

linchpin_units::codes! {
    "LP-T001" "Wrong size" "A matrix of the trade data does not fit the number of countries and sectors." "Give one row and column for each.";
    "LP-T002" "Not a usable number" "A flow, tariff, share or elasticity is NaN, infinite or out of its domain." "Mend the cell that the finding names.";
    "LP-T003" "Unbalanced" "What a country spends and what it earns in the table differ by more than its trade balance says." "Balance the table first, for example with `linchpin table import`.";
    "LP-T004" "Unknown name" "A shock names a country or sector that the table does not hold." "Take the name that the finding offers.";
    "LP-T005" "Nothing to act on" "A shock changes the terms of a flow that is zero in the table: relative changes cannot start from zero." "Choose a flow that exists, or a coarser sector.";
    "LP-T006" "Ban on the only source" "A ban leaves a country without any source of a good it uses." "Leave one source open, or split the sector.";
    "LP-T007" "Did not converge" "The solver stopped before the residual reached its tolerance." "Lower the shock, or raise the limit of iterations.";
    "LP-T008" "Cannot be read" "A file of trade data is missing or holds something else." "Check the path.";
}
