//! The whole story on one page: study, world, policy, shocks, run, results
