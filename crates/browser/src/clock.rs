//! The clocks of the device, waiting, chance, and a turn for the page in the middle of long work.

use std::time::Duration;

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/js/edge/clock.js")]
extern "C" {
    #[wasm_bindgen(js_name = pause)]
    async fn next_task();
    #[wasm_bindgen(js_name = frame)]
    async fn next_frame();
    #[wasm_bindgen(js_name = seed)]
    fn random_seed() -> f64;
}

/// Milliseconds since 1970 in UTC, as the device has it.
pub fn now_millis() -> f64 {
    js_sys::Date::now()
}

/// Milliseconds since the page was opened, to measure spans with.
pub fn performance_millis() -> f64 {
    crate::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}

/// Waits in real time.
pub async fn sleep(span: Duration) {
    gloo_timers::future::sleep(span).await;
}

/// Lets the page answer to what has happened meanwhile, and goes on as soon as it has: far below a millisecond.
pub async fn pause() {
    next_task().await;
}

/// Waits until just before the next picture is drawn; where no pictures are drawn, a little while.
pub async fn frame() {
    next_frame().await;
}

/// A seed by chance, below 2^53.
pub fn seed() -> u64 {
    random_seed() as u64
}
