//! Benchmarks of one module each. They are one program because that compiles faster.

use criterion::criterion_main;

mod churn;
mod clv;
mod cohort;
mod cox;
mod lifecycle;
mod loyalty;
mod purchases;
mod pyramid;
mod quadrant;
mod rfm;
#[path = "../rows/mod.rs"]
mod rows;
mod satisfaction;
mod scale;
mod survival;
mod switching;
mod value;

criterion_main!(
    churn::benches,
    clv::benches,
    cohort::benches,
    cox::benches,
    lifecycle::benches,
    loyalty::benches,
    purchases::benches,
    pyramid::benches,
    quadrant::benches,
    rfm::benches,
    satisfaction::benches,
    scale::benches,
    survival::benches,
    switching::benches,
    value::benches,
);
