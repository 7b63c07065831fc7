//! A bar with time left, on stderr and only when someone looks.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal as _;

/// A bar that hides itself when stderr is no terminal.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    pub(crate) fn new(what: &'static str) -> Self {
        let target = if std::io::stderr().is_terminal() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(None, target);
        let style =
            ProgressStyle::with_template("{msg} [{bar:24}] {percent:>3} %  {elapsed}, {eta} left");
        // The template is constant and tested; a default bar is a fair answer should it ever be wrong.
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("##-"));
        bar.set_message(what);
        Self(bar)
    }

    /// So many of so many are done.
    pub(crate) fn tell(&self, done: u64, all: u64) {
        self.0.set_length(all);
        self.0.set_position(done);
    }

    /// Says something else in front of the bar.
    pub(crate) fn say(&self, what: String) {
        self.0.set_message(what);
    }

    /// Removes the bar and says how long it took, when someone looks.
    pub(crate) fn end(&self) {
        let seconds = self.0.elapsed().as_secs_f64();
        let seen = !self.0.is_hidden();
        self.0.finish_and_clear();
        if seen {
            crate::outcome::err(&format!("computed in {seconds:.1} s"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_is_right() {
        let progress = Progress::new("run");
        progress.tell(1, 2);
        assert_eq!((progress.0.position(), progress.0.length()), (1, Some(2)));
        let style =
            ProgressStyle::with_template("{msg} [{bar:24}] {percent:>3} %  {elapsed}, {eta} left");
        assert!(style.is_ok());
    }
}
