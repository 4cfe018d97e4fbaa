//! The same measurements natively: `bench NAME [ARGUMENT…]` prints one line with nanoseconds per turn.

use std::time::Instant;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        Some("json") => {
            let text = arguments.get(1).map_or("[]", String::as_str);
            print(1_000, || bench::json::round_trips(text, 1_000));
        }
        Some("check") => {
            let path = arguments.get(1).map_or("", String::as_str);
            let text = std::fs::read_to_string(path).unwrap_or_default();
            print(1, || bench::check::check(&text));
        }
        Some("execution") => {
            let read = |at: usize| {
                arguments.get(at).and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_default()
            };
            let failures = arguments.get(3).and_then(|count| count.parse().ok()).unwrap_or(0);
            let workload = bench::execution::Workload::new(&read(1), &read(2), failures);
            print(1, || workload.run_and_write());
        }
        Some(other) => eprintln!("there is nothing named `{other}` to measure natively"),
        None => eprintln!("say what to measure"),
    }
}

/// Runs the work three times, and prints what one turn took in the best of them.
fn print<T>(turns: u32, mut work: impl FnMut() -> T) {
    let best = (0..3)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(work());
            start.elapsed()
        })
        .min();
    println!("{}", best.unwrap_or_default().as_nanos() / u128::from(turns));
}
