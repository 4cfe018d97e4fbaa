//! How long layouts take: `cargo run --release -p canvas --example speed -- plain 5000`.

#[path = "../tests/machines/mod.rs"]
mod machines;

use std::time::Instant;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let kinds = words.first().map_or(vec!["plain", "random"], |kind| vec![kind.as_str()]);
    let sizes =
        words.get(1).and_then(|size| size.parse().ok()).map_or(vec![100, 1000, 5000], |size| vec![size]);
    for size in sizes {
        for kind in &kinds {
            let machine =
                if *kind == "random" { machines::random(7, size) } else { machines::plausible(7, size) };
            let mut best = f64::MAX;
            let mut scene = canvas::Scene::default();
            for _ in 0..5 {
                let start = Instant::now();
                scene = canvas::layout(&machine, &canvas::Options::default());
                best = best.min(start.elapsed().as_secs_f64() * 1e3);
            }
            let states = machine.states.len();
            println!("{kind}: {states} states, {best:.2} ms, {:?}", scene.size);
        }
    }
}
