#[path = "../tests/machines/mod.rs"]
mod machines;
use std::time::Instant;
fn main() {
    for n in [100usize, 1000, 5000] {
        for kind in ["plain", "random"] {
            let machine = if kind == "random" { machines::random(7, n) } else { machines::plausible(7, n) };
            let mut best = f64::MAX;
            let mut scene = canvas::Scene::default();
            for _ in 0..5 {
                let t = Instant::now();
                scene = canvas::layout(&machine, &canvas::Options::default());
                best = best.min(t.elapsed().as_secs_f64() * 1e3);
            }
            println!(
                "{kind} {n}: {} states, {best:.2} ms, {} x {}",
                machine.states.len(),
                scene.size.width,
                scene.size.height
            );
        }
    }
}
