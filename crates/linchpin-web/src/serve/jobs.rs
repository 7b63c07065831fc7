//! Runs that the page asks for: one at a time, the others in a queue, each watched and stoppable.
//!
//! In: a study, bundled or as edited on the page, perhaps a scenario, a number of draws, a seed. Out: a run
//! folder like the command line's, and on the way a stream of states. A stopped run leaves nothing behind.

use super::Shared;
use super::answers::Queued;
use super::drafts;
use super::ledger::{Entry, Ledger, Wish};
use super::refusal::Refusal;
use axum::Router;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Json};
use axum::routing::get;
use futures_util::stream::{Stream, unfold};
use linchpin::{Failure, Options, Study};
use linchpin_results::contract::api::{Job as Seen, Stage};
use linchpin_results::{Keep, StoreError, finish};
use linchpin_units::Findings;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;

/// Runs that may wait.
const QUEUE: usize = 100;
/// Jobs remembered after their end, so that the memory of a long day stays bounded.
const REMEMBERED: usize = 1_000;
/// Draws that one request may ask for.
const MOST_MEMBERS: u32 = 16_384;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/api/jobs/{job}", get(state).delete(stop))
        .route("/api/jobs/{job}/events", get(events))
}

/// What a watcher sees of a job that failed.
fn failed(refusal: Refusal) -> Seen {
    Seen { state: Stage::Failed, error: Some(refusal.into()), ..Seen::waiting() }
}

#[derive(Debug)]
struct Job {
    number: u64,
    wish: Wish,
    stop: AtomicBool,
    seen: watch::Sender<Seen>,
}

/// All jobs, and the door to the thread that runs them.
#[derive(Debug)]
pub(super) struct Jobs {
    known: Mutex<BTreeMap<u64, Arc<Job>>>,
    next: AtomicU64,
    door: SyncSender<Arc<Job>>,
    ledger: Arc<Ledger>,
}

impl Jobs {
    /// Starts the thread that runs jobs one after the other; it ends with the server. Jobs that an earlier
    /// server accepted and did not end come first, under their numbers.
    pub(super) fn start(root: PathBuf) -> Self {
        let (ledger, found) = Ledger::open(&root);
        let ledger = Arc::new(ledger);
        let (mut known, mut again) = (BTreeMap::new(), Vec::new());
        let next = found.last().map_or(1, |(number, _)| number + 1);
        for (number, entry) in found {
            let job = Job::restored(number, entry);
            if !job.seen.borrow().ended() {
                again.push(Arc::clone(&job));
            }
            known.insert(number, job);
        }
        let (door, waiting) = sync_channel(QUEUE);
        let kept = Arc::clone(&ledger);
        std::thread::spawn(move || {
            let all = || again.into_iter().chain(waiting);
            match readers_first() {
                Ok(pool) => pool.install(move || work(all(), &root, &kept)),
                // A machine that refuses threads of our own still runs on the common ones.
                Err(_) => work(all(), &root, &kept),
            }
        });
        Self { known: Mutex::new(known), next: AtomicU64::new(next), door, ledger }
    }

    fn submit(&self, wish: Wish) -> Result<u64, Refusal> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let number = self.ledger.take(self.next.load(Ordering::Relaxed))?;
        self.next.store(number + 1, Ordering::Relaxed);
        let (seen, _) = watch::channel(Seen::waiting());
        let job = Arc::new(Job { number, wish, stop: AtomicBool::new(false), seen });
        // What is promised is on disk first.
        let sent = job.keep(&self.ledger).map_err(Refusal::from).and_then(|()| {
            self.door.try_send(Arc::clone(&job)).map_err(|error| match error {
                TrySendError::Full(_) => Refusal::busy("too many runs are waiting"),
                TrySendError::Disconnected(_) => Refusal::broken(),
            })
        });
        if let Err(refusal) = sent {
            self.ledger.forget(number);
            return Err(refusal);
        }
        known.insert(number, job);
        while known.len() > REMEMBERED {
            let old = known.iter().find(|(_, job)| job.seen.borrow().ended()).map(|(id, _)| *id);
            let Some(old) = old else { break };
            known.remove(&old);
            self.ledger.forget(old);
        }
        Ok(number)
    }

    /// A job on its way that runs a study as bundled, with all its scenarios.
    pub(super) fn pending(&self, study: &str) -> Option<u64> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let runs = |job: &&Arc<Job>| {
            let Wish { study: own, files, scenario, seed, .. } = &job.wish;
            own == study && files.is_none() && scenario.is_none() && seed.is_none()
        };
        let live = |job: &&Arc<Job>| !job.seen.borrow().ended();
        known.values().filter(runs).find(live).map(|job| job.number)
    }

    fn find(&self, id: &str) -> Result<Arc<Job>, Refusal> {
        let missing = || Refusal::not_found(format!("there is no job `{id}`"));
        let number = u64::from_str_radix(id, 16).map_err(|_| missing())?;
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&number).cloned().ok_or_else(missing)
    }
}

impl Job {
    /// A job as an earlier server left it; one whose file cannot be read says so.
    fn restored(number: u64, entry: Option<Entry>) -> Arc<Self> {
        let lost = || Entry {
            wish: Wish::default(),
            seen: failed(
                Refusal::bad("the server was restarted and the file of this job cannot be read")
                    .help("ask for the run again"),
            ),
        };
        let Entry { wish, seen } = entry.unwrap_or_else(lost);
        let seen = if seen.ended() { seen } else { Seen::waiting() };
        Arc::new(Self { number, wish, stop: AtomicBool::new(false), seen: watch::channel(seen).0 })
    }

    fn keep(&self, ledger: &Ledger) -> Result<(), StoreError> {
        let seen = self.seen.borrow().clone();
        ledger.keep(self.number, &Entry { wish: self.wish.clone(), seen })
    }
}

/// Threads for runs: all but one, so that whoever reads is answered while a long run is on its way.
/// Results do not depend on their number.
fn readers_first() -> Result<rayon::ThreadPool, rayon::ThreadPoolBuildError> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    rayon::ThreadPoolBuilder::new().num_threads(cores.saturating_sub(1).max(1)).build()
}

fn work(waiting: impl Iterator<Item = Arc<Job>>, root: &std::path::Path, ledger: &Ledger) {
    for job in waiting {
        if job.stop.load(Ordering::Relaxed) {
            job.seen.send_modify(|seen| seen.state = Stage::Cancelled);
            let _ = job.keep(ledger);
            continue;
        }
        job.seen.send_modify(|seen| seen.state = Stage::Running);
        // A panic of one run must not end the thread that serves the next.
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(&job, root)))
            .unwrap_or_else(|_| Err(Stopped::Failed(Refusal::broken())));
        job.seen.send_modify(|seen| match outcome {
            Ok(name) => {
                seen.state = Stage::Done;
                seen.run = Some(name);
            }
            Err(Stopped::OnRequest) => seen.state = Stage::Cancelled,
            Err(Stopped::Failed(refusal)) => {
                seen.state = Stage::Failed;
                seen.error = Some(refusal.into());
            }
        });
        // If the end cannot be written the next server runs the job again and adopts the same folder.
        let _ = job.keep(ledger);
    }
}

enum Stopped {
    OnRequest,
    Failed(Refusal),
}

impl From<Findings> for Stopped {
    fn from(findings: Findings) -> Self {
        Self::Failed(findings.into())
    }
}

fn run(job: &Job, root: &std::path::Path) -> Result<String, Stopped> {
    let wish = &job.wish;
    let options = Options { members: wish.members, seed: wish.seed, ..Options::default() };
    let study = match &wish.files {
        Some(files) => Study::of_files(&drafts::name(&wish.study), files, &options)?,
        None => Study::load(&wish.study, &options)?,
    };
    let watch = |done: u64, all: u64| {
        job.seen.send_modify(|seen| (seen.done, seen.all) = (seen.done.max(done), all));
        match job.stop.load(Ordering::Relaxed) {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    };
    let input = study.run(wish.scenario.as_deref(), &watch).map_err(|failure| match failure {
        Failure::Stopped => Stopped::OnRequest,
        Failure::Input(findings) => findings.into(),
        Failure::Design(message) => Stopped::Failed(Refusal::bad(message)),
    })?;
    let finished = finish(&input, Keep::Few)
        .map_err(|error| Stopped::Failed(Refusal::bad(format!("the model failed: {error}"))))?;
    let edited = wish.files.as_ref().map(|files| drafts::kept(&study.id, files));
    let folder =
        crate::write_with(root, wish.scenario.as_deref(), &finished, &edited.unwrap_or_default())
            .map_err(|error| Stopped::Failed(Refusal::bad(error.to_string())))?;
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    Ok(name.unwrap_or_default())
}

/// `POST /api/runs`.
pub(super) async fn begin(
    State(app): State<Shared>,
    wish: Result<Json<Wish>, JsonRejection>,
) -> Result<impl IntoResponse, Refusal> {
    let Json(wish) = wish.map_err(|error| Refusal::bad(error.body_text()))?;
    check(&wish)?;
    let wish = match wish.files {
        None => wish,
        // What cannot be run is refused now, and not when its turn comes.
        Some(_) => super::aside(move || drafted(wish)).await?,
    };
    let job = app.jobs.submit(wish)?;
    Ok((StatusCode::ACCEPTED, Json(Queued { job: format!("{job:08x}") })))
}

/// Only bundled studies run here: a path would let a page read the disk.
fn check(wish: &Wish) -> Result<(), Refusal> {
    let studies = linchpin::studies();
    let Some(study) = studies.iter().find(|study| study.id == wish.study) else {
        let known: Vec<&str> = studies.iter().map(|study| study.id.as_str()).collect();
        let message = format!("no bundled study is called `{}`", wish.study);
        return Err(Refusal::not_found(message).help(format!("known: {}", known.join(", "))));
    };
    if let Some(scenario) = &wish.scenario
        && wish.files.is_none()
        && !study.scenarios.iter().any(|known| known.id == *scenario)
    {
        let known: Vec<&str> = study.scenarios.iter().map(|known| known.id.as_str()).collect();
        let message = format!("`{}` has no scenario `{scenario}`", study.id);
        return Err(Refusal::not_found(message).help(format!("known: {}", known.join(", "))));
    }
    match wish.members {
        Some(0) => Err(Refusal::bad("a run needs at least one draw")),
        Some(many) if many > MOST_MEMBERS => {
            Err(Refusal::bad(format!("at most {MOST_MEMBERS} draws")).help("use the command line"))
        }
        _ => Ok(()),
    }
}

/// The same wish, if its files are a study that holds the scenario.
fn drafted(wish: Wish) -> Result<Wish, Refusal> {
    let files = wish.files.as_ref().map(drafts::named).transpose()?;
    if let Some(files) = files {
        let study = Study::of_files(&drafts::name(&wish.study), files, &Options::default())?;
        if let Some(scenario) = &wish.scenario
            && !study.scenarios.iter().any(|known| known.id == *scenario)
        {
            let message = format!("the study has no scenario `{scenario}`");
            return Err(Refusal::not_found(message));
        }
    }
    Ok(wish)
}

async fn state(
    State(app): State<Shared>,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, Refusal> {
    let job = app.jobs.find(&id)?;
    let seen = job.seen.borrow().clone();
    Ok(Json(seen))
}

async fn stop(
    State(app): State<Shared>,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, Refusal> {
    let job = app.jobs.find(&id)?;
    job.stop.store(true, Ordering::Relaxed);
    let seen = job.seen.borrow().clone();
    Ok((StatusCode::ACCEPTED, Json(seen)))
}

async fn events(
    State(app): State<Shared>,
    Path(id): Path<String>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Refusal> {
    let mut seen = app.jobs.find(&id)?.seen.subscribe();
    seen.mark_changed();
    // The last state is sent before the stream ends.
    let stream = unfold((seen, false), |(mut seen, ended)| async move {
        if ended || seen.changed().await.is_err() {
            return None;
        }
        let now = seen.borrow_and_update().clone();
        let event = Event::default().json_data(&now).unwrap_or_default();
        Some((Ok(event), (seen, now.ended())))
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::default()))
}
