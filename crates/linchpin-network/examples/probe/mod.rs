//! What this machine can do in the same minute: reading, fused multiply-adds, lines fetched at random.
//!
//! Nothing comes in but sizes; rates come out, the best of some rounds with every thread of the pool.
#![expect(dead_code, reason = "each example is a crate of its own and uses its part")]

use pulp::{Simd, WithSimd};
use rayon::prelude::*;
use std::hint::black_box;
use std::time::Instant;

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
        let start = Instant::now();
        let sum: f64 =
            data.par_chunks(piece).map(|part| pulp::Arch::new().dispatch(Sum(part))).sum();
        black_box(sum);
        data.len() as f64 * 8e-9 / start.elapsed().as_secs_f64()
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
        let start = Instant::now();
        let flops: f64 =
            (0..threads).into_par_iter().map(|_| pulp::Arch::new().dispatch(Run)).sum();
        flops * 1e-9 / start.elapsed().as_secs_f64()
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
        let start = Instant::now();
        lines.par_iter().for_each(|lines| pulp::Arch::new().dispatch(Fetch(lines, &order)));
        (threads * FETCHES) as f64 * 1e-6 / start.elapsed().as_secs_f64()
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
