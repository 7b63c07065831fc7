//! What this machine can do in the same minute: reading, fused multiply-adds, lines fetched at random.
//!
//! Nothing comes in but sizes; rates come out, the best of some rounds with every thread of the pool.
#![expect(dead_code, reason = "each example is a crate of its own and uses its part")]

use linchpin_network::table::{Cells, Mrio, Origin};
use pulp::{Simd, WithSimd};
use rayon::prelude::*;
use std::hint::black_box;
use std::time::Instant;

/// Wall time, and the time the processors spent on this process: on a shared machine the second says what the
/// work takes.
pub(crate) struct Clock(Instant, f64);

impl Clock {
    pub(crate) fn start() -> Self {
        Self(Instant::now(), processors())
    }
    pub(crate) fn wall(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
    /// Seconds of processors over threads of the pool; wall time where the system does not count them.
    pub(crate) fn busy(&self) -> f64 {
        let spent = processors() - self.1;
        if spent > 0.0 { spent / rayon::current_num_threads() as f64 } else { self.wall() }
    }
}

/// Seconds all threads of this process have run.
fn processors() -> f64 {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let nanoseconds = tasks.filter_map(|task| {
        let text = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
        text.split_whitespace().next()?.parse::<f64>().ok()
    });
    nanoseconds.sum::<f64>() * 1e-9
}

/// GB/s of reading `bytes` with every thread of the pool, best of `rounds`.
pub(crate) fn read_bandwidth(bytes: usize, rounds: usize) -> f64 {
    struct Sum<'a>(&'a [f64]);
    impl WithSimd for Sum<'_> {
        type Output = f64;
        #[inline(always)]
        fn with_simd<S: Simd>(self, simd: S) -> f64 {
            let (vectors, _) = S::as_simd_f64s(self.0);
            let mut sums = [simd.splat_f64s(0.0); 8];
            for chunk in vectors.chunks_exact(8) {
                for (sum, v) in sums.iter_mut().zip(chunk) {
                    *sum = simd.add_f64s(*sum, *v);
                }
            }
            sums.into_iter().map(|v| simd.reduce_sum_f64s(v)).sum()
        }
    }
    let data = vec![1.0_f64; bytes / 8];
    let piece = data.len() / (4 * rayon::current_num_threads());
    let once = || {
        let start = Clock::start();
        let sum: f64 =
            data.par_chunks(piece).map(|part| pulp::Arch::new().dispatch(Sum(part))).sum();
        black_box(sum);
        data.len() as f64 * 8e-9 / start.busy()
    };
    (0..rounds).map(|_| once()).fold(0.0, f64::max)
}

/// GFlop/s of fused multiply-adds in single precision with every thread.
pub(crate) fn fused(rounds: usize) -> f64 {
    const STEPS: usize = 2_000_000;
    struct Run;
    impl WithSimd for Run {
        type Output = f64;
        #[inline(always)]
        fn with_simd<S: Simd>(self, simd: S) -> f64 {
            let mut sums = [simd.splat_f32s(1.0); 12];
            let (a, b) = (simd.splat_f32s(black_box(0.999)), simd.splat_f32s(black_box(1e-3)));
            for _ in 0..STEPS {
                for sum in &mut sums {
                    *sum = simd.mul_add_f32s(*sum, a, b);
                }
            }
            black_box(sums.into_iter().map(|v| simd.reduce_sum_f32s(v)).sum::<f32>());
            (STEPS * 12 * S::F32_LANES * 2) as f64
        }
    }
    let threads = rayon::current_num_threads();
    let once = || {
        let start = Clock::start();
        let flops: f64 =
            (0..threads).into_par_iter().map(|_| pulp::Arch::new().dispatch(Run)).sum();
        flops * 1e-9 / start.busy()
    };
    (0..rounds).map(|_| once()).fold(0.0, f64::max)
}

/// Lines of 64 bytes fetched at random from an array of `bytes`, in millions per second.
pub(crate) fn gather(bytes: usize, rounds: usize) -> f64 {
    const FETCHES: usize = 1 << 21;
    #[derive(Clone, Copy)]
    #[repr(align(64))]
    struct Line([f32; 16]);
    struct Fetch<'a>(&'a [Line], &'a [u32]);
    impl WithSimd for Fetch<'_> {
        type Output = ();
        #[inline(always)]
        fn with_simd<S: Simd>(self, _simd: S) {
            let mut sum = [0.0_f32; 16];
            for at in self.1 {
                let line = &self.0[*at as usize].0;
                sum.iter_mut().zip(line).for_each(|(sum, value)| *sum += value);
            }
            black_box(sum);
        }
    }
    let threads = rayon::current_num_threads();
    let lines = vec![vec![Line([1.0; 16]); bytes / 64]; threads];
    let order: Vec<u32> = (0..FETCHES as u32)
        .map(|i| {
            let random = i.wrapping_mul(2_654_435_761) ^ (i >> 3).wrapping_mul(2_246_822_519);
            ((u64::from(random) * (bytes / 64) as u64) >> 32) as u32
        })
        .collect();
    let once = || {
        let start = Clock::start();
        lines.par_iter().for_each(|lines| pulp::Arch::new().dispatch(Fetch(lines, &order)));
        (threads * FETCHES) as f64 * 1e-6 / start.busy()
    };
    (0..rounds).map(|_| once()).fold(0.0, f64::max)
}

/// The system's load, where it says so.
pub(crate) fn load() -> String {
    std::fs::read_to_string("/proc/loadavg").unwrap_or_default().trim().to_owned()
}

/// The median.
pub(crate) fn median(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}

/// A table without zeros, most of whose trade is at home.
pub(crate) fn table(m: usize, s: usize) -> Mrio {
    let n = m * s;
    let scramble = |i: usize| (i.wrapping_mul(2_654_435_761) % 100_003) as f64 / 100_003.0;
    let mut z: Vec<f64> =
        (0..n * n).map(|k| scramble(k) * if k / n / s == k % n / s { 1.0 } else { 0.05 }).collect();
    let sums = |z: &[f64]| -> Vec<f64> {
        let mut sums = vec![0.0; n];
        z.chunks(n).for_each(|row| sums.iter_mut().zip(row).for_each(|(s, v)| *s += v));
        sums
    };
    // Sales of 2 to final demand for 1 to industries keep every column below its row.
    let columns = sums(&z);
    z.iter_mut().enumerate().for_each(|(k, v)| *v /= columns[k % n]);
    let y = vec![2.0 / m as f64; n * m];
    let cells = Cells::numbered([m, s, 1], z, y);
    Mrio::new(cells, Origin::unnamed()).expect("a table")
}

/// Most memory this process has held, in GB, where the system says so.
pub(crate) fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.map_or(f64::NAN, |kilobytes| kilobytes * 1024e-9)
}
