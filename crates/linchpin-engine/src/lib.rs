//! What all engines share: shocks, designs, random streams, ensembles
