//! The Design screen: what can be added, the picture, the outline, and the form of what is selected.

mod board;
mod inspector;
mod outline;
mod palette;

mod insert;
mod menu;
mod overlay;

mod place;

use std::sync::Arc;

use editor::Slot;
use leptos::prelude::*;

use crate::picture::Picture;
use crate::shell::{Panel, Resizer, Side, Tabs};
use crate::studio::Studio;
use board::{Board, BoardView};
use inspector::Inspector;
use outline::Outline;
use palette::PalettePanel;

#[component]
pub fn DesignScreen() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let arrow = RwSignal::new(None::<Slot>);
    let picture = Picture {
        scene: studio.scene.into(),
        foreign: Signal::stored(None),
        selection: studio.selection.into(),
        arrow: Memo::new(move |_| {
            let slot = arrow.get().filter(|_| studio.selection.read().is_empty())?;
            slot.edge(studio.drawn.read().machine())
        })
        .into(),
        statuses: Signal::stored(Arc::default()),
        is_stale: studio.is_broken.into(),
        viewport: studio.viewport,
        room: RwSignal::new(canvas::Size::default()),
    };
    let left = studio.left_tab;
    let names = Signal::stored(vec![String::from("Add"), String::from("Outline")]);
    let board = Board::new(picture, arrow);
    view! {
        <section class="screen" aria-label="Design">
            <Panel side=Side::Left label="Add and outline" is_open=studio.is_left_open>
                <Tabs label="Left panel" names chosen=left />
                {move || match left.get() {
                    0 => view! { <PalettePanel board /> }.into_any(),
                    _ => view! { <Outline board /> }.into_any(),
                }}
            </Panel>
            <div class="middle">
                <BoardView board />
            </div>
            <Panel side=Side::Right label="State" is_open=studio.is_inspector_open>
                <Inspector board />
            </Panel>
            <Resizer side=Side::Left label="Width of the left panel" />
            <Resizer side=Side::Right label="Width of the state panel" />
        </section>
    }
}
