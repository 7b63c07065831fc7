//! Connections: accepted one by one, bounded in number and in patience.
//!
//! A client that opens a connection and never ends its header is dropped after ten seconds; when too many
//! are open, the one that has been silent longest makes room, so that a flood of idle connections does
//! not keep a reader out.

use axum::Router;
use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::collections::VecDeque;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tower::ServiceExt as _;

/// How long a header may take.
const HEADER: Duration = Duration::from_secs(10);
/// Connections open at once; below the usual limit of 1,024 files a process may open.
const OPEN: usize = 512;

/// One open connection.
#[derive(Debug, Default)]
struct Line {
    /// Requests being answered on it.
    busy: AtomicUsize,
    /// Told to close.
    close: Notify,
    /// Whether it has ended by itself.
    ended: std::sync::atomic::AtomicBool,
}

/// Accepts until `until` is ready, then waits for nobody: what is unfinished ends with the process.
pub(super) async fn accept(listener: TcpListener, router: Router, until: impl Future<Output = ()>) {
    tokio::pin!(until);
    let mut open: VecDeque<Arc<Line>> = VecDeque::new();
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(_) => {
                    // Out of files or of memory for a moment: do not spin.
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut until => return,
        };
        open.retain(|line| !line.ended.load(Ordering::Relaxed));
        if open.len() >= OPEN {
            let idle = open.iter().position(|line| line.busy.load(Ordering::Relaxed) == 0);
            // All are at work: the new one is turned away.
            let Some(line) = idle.and_then(|at| open.remove(at)) else { continue };
            line.close.notify_one();
        }
        let line = Arc::new(Line::default());
        open.push_back(Arc::clone(&line));
        tokio::spawn(talk(TokioIo::new(stream), router.clone(), line));
    }
}

async fn talk(stream: TokioIo<tokio::net::TcpStream>, router: Router, line: Arc<Line>) {
    let counted = {
        let line = Arc::clone(&line);
        tower::service_fn(move |request: axum::http::Request<hyper::body::Incoming>| {
            let (router, line) = (router.clone(), Arc::clone(&line));
            async move {
                line.busy.fetch_add(1, Ordering::Relaxed);
                let answer = router.oneshot(request.map(axum::body::Body::new)).await;
                line.busy.fetch_sub(1, Ordering::Relaxed);
                answer
            }
        })
    };
    let mut server = Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(HEADER);
    let talk = server.serve_connection(stream, TowerToHyperService::new(counted));
    tokio::select! {
        // A client that breaks off is its own affair.
        _ = talk => {}
        () = line.close.notified() => {}
    }
    line.ended.store(true, Ordering::Relaxed);
}
